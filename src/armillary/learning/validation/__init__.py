"""Judging an algorithm beside its model: learned again and again, each time without other rows."""

from armillary.learning.validation.crossing import Crossing, cross
from armillary.learning.validation.folds import Validation, lay_folds

__all__ = ["Crossing", "Validation", "cross", "lay_folds"]
