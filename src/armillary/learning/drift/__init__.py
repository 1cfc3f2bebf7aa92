"""Drift: how far new rows are from those that a model was trained on, and what that means."""

from armillary.learning.drift.reporting import report_drift

__all__ = ["report_drift"]
