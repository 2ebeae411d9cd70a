"""How much of its training audio a take repeats."""
