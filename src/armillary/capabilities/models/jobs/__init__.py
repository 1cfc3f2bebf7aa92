"""What takes models longer than a request may wait."""
