"""How the server is: health, and numbers for those who watch it."""
