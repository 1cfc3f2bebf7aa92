"""Making datasets of datasets by recipes: previews, lineage and what is kept to be done again."""
