"""Searching for good values: spaces, objectives, folds, what to try next, and what it tells."""
