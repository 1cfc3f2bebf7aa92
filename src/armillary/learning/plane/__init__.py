"""What a model says over two columns of its table, all others held still: a decision boundary."""
