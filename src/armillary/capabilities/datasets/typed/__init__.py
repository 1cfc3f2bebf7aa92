"""From values that have types already to columns of the types that are stored."""
