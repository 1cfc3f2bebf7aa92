"""The jobs of datasets."""
