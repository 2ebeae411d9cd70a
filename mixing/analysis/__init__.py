"""One analysis to a file: each takes a stream of blocks with `feed(block)` and tells what it found with `result()`."""
