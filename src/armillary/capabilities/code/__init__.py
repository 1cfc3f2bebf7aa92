"""Code that people write together and run in the sandbox."""
