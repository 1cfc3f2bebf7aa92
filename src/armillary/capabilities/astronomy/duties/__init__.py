"""What astronomy wants cleaned: one file is one duty."""
