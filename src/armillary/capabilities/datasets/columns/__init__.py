"""From columns of text to columns of values: their types, their values, their profile."""
