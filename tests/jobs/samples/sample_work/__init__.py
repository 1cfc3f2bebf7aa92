"""A stand-in for the capabilities."""
