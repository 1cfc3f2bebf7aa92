"""What the values of a table are like, whole or as far as a view lets them through."""
