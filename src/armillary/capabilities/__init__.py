"""One folder is one thing a person can do."""
