"""The dataset doctor: what a set of recordings would give, said before hours of training are spent on it."""
