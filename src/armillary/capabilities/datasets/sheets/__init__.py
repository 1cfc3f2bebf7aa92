"""Sheets of Excel and OpenDocument files: which there are, how large, where the table begins."""
