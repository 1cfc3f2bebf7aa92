"""One module for each kind of generated file, offering ``generate()``: pairs of path and text."""
