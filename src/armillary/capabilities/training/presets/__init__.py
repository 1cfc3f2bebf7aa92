"""Named choices of values: those of the catalogue, sized for a table, and a workspace's own."""
