"""Questions that the tests ask."""
