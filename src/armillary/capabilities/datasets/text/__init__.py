"""Reading delimited text: its encoding, its dialect, its header and its cells."""
