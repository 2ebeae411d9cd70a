"""One measurement to a file: each has `rows()`, which returns a list of {"name", "value", "unit", …}."""
