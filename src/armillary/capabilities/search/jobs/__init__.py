"""Jobs of searching."""
