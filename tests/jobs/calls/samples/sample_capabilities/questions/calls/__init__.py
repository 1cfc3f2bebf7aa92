"""One file is one kind of question."""
