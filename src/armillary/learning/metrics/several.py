"""Judging a model of several targets: each by itself, and the mean of all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def summarise(judged: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Give the judgement of the first target with the mean of all metrics, and all as ``targets``.

    A mean is over the targets that have the metric, and None where none has.
    """
    first = next(iter(judged.values()))
    metrics = [each["overall_metrics"] for each in judged.values()]
    means = {name: _mean([one.get(name) for one in metrics]) for name in first["overall_metrics"]}
    return {**first, "overall_metrics": means, "targets": dict(judged)}


def _mean(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None
