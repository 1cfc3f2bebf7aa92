"""Something that has jobs."""
