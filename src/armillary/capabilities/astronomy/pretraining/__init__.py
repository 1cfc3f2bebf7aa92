"""Training the models that are shipped: honest columns, physics, stars kept apart, scores."""
