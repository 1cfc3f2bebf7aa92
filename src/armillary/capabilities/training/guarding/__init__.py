"""The guard: what of a table would make scores look better than they are, and what was accepted."""
