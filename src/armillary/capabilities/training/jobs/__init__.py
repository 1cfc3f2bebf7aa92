"""Jobs of training."""
