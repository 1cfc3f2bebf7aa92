"""What drives LightGBM round by round, for the algorithms that learn with it."""
