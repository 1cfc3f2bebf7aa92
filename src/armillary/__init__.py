"""Armillary, a self-hosted workbench where a team trains models and watches them learn."""

__version__ = "0.1.0"
