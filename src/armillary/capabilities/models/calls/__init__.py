"""Questions that models answer at once."""
