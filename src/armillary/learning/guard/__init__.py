"""The guard: what in a table would make a score look better than it is."""
