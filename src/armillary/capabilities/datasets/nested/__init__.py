"""JSON: its values one at a time, the shape of a document, and its records as columns."""
