"""Imports whatever a model may be made of, before the doors are closed."""

from armillary.learning.brought.pickles.allowed import known_names

known_names()
