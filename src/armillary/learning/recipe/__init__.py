"""Recipes: ordered steps that make a new table of a table, each written once as SQL."""
