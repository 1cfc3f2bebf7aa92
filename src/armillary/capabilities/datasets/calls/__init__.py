"""Questions about tables that are answered at once."""
