"""Measures the whole site as a person meets it: `python -m studio.bench` (see `make bench-site`)."""
