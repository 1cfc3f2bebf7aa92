"""Runs as lists show them: finding, sorting, naming, tagging, comparing and removing them."""
