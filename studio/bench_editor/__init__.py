"""The editor measured in a real browser: `python -m studio.bench_editor`, or `make bench-editor`."""
