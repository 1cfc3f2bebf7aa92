"""The registry: names with versions, stages, aliases, tags, cards, lineage and archives."""
