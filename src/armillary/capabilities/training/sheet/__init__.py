"""The model sheet: everything that is to be known of a run before its scores are believed."""
