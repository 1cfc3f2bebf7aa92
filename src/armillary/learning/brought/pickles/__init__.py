"""Pickles of strangers: read as a list of what they ask for, before anything is made of them."""
