"""What a parameter does on somebody's table: a few values tried on a sample of it."""
