"""Turning table columns into numbers, with what was learned on the training part only."""

from armillary.learning.preprocess.table import Preprocess
from armillary.learning.preprocess.warn import warn_about

__all__ = ["Preprocess", "warn_about"]
