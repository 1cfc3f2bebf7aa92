"""What one parameter does: a few values of it, tried on a sample of a table within a given time."""

from armillary.learning.sweeps.trying import SEEDS, Budget, Stopped, Trial, sample, try_values
from armillary.learning.sweeps.values import values_for

__all__ = ["SEEDS", "Budget", "Stopped", "Trial", "sample", "try_values", "values_for"]
