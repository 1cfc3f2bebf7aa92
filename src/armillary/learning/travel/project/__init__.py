"""The files of a project in plain Python, as templates."""
