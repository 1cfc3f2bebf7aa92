"""Scores that hold: every number with an interval, what it is worth beside, and how to read it."""

from armillary.learning.scores.block import judge_rows
from armillary.learning.scores.contract import LEVEL, Judged
from armillary.learning.scores.given import judged_of

__all__ = ["LEVEL", "Judged", "judge_rows", "judged_of"]
