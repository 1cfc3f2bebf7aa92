"""What astronomy computes: one file is one kind of job."""
