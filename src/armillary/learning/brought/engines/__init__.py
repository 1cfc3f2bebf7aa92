"""What computes the answers of models that no algorithm of ours stands for."""
