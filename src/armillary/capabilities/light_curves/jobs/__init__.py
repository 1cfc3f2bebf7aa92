"""What takes a light curve longer than a request may wait."""
