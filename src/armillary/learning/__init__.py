"""Learning: tables in, numbers out; no web, no database."""
