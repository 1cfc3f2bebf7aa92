"""Judging a model on rows that it has not seen, as strict JSON."""

from armillary.learning.metrics.curve import Curve, points, score
from armillary.learning.metrics.described import judge_described
from armillary.learning.metrics.evaluate import evaluate
from armillary.learning.metrics.importance import feature_importance
from armillary.learning.metrics.several import summarise

__all__ = [
    "Curve",
    "evaluate",
    "feature_importance",
    "judge_described",
    "points",
    "score",
    "summarise",
]
