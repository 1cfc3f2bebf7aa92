"""Questions about runs that are answered at once."""
