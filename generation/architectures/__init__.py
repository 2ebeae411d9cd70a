"""Network architectures, one to a file, each with its configuration beside it, free of torch."""
