"""What a report tells, as plain data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Fact:
    """One named value, and a note where the name does not say enough."""

    name: str
    value: object
    note: str = ""


@dataclass(frozen=True)
class Series:
    """One curve; a value may be missing."""

    name: str
    steps: Sequence[float]
    values: Sequence[float | None]


@dataclass(frozen=True)
class Report:
    """Everything that one report shows, in the order in which it shows it.

    ``evaluation`` has the shape of the metrics dashboard: ``overall_metrics``,
    ``confusion_matrix``, ``class_labels``, ``roc_data``, ``feature_importance``, ``predictions``;
    what is None or missing is left out. ``ended`` says how the run ended.
    """

    title: str
    ended: str
    summary: Sequence[Fact]
    data: Sequence[Fact]
    parameters: Sequence[Fact]
    provenance: Sequence[Fact]
    columns: Sequence[Mapping[str, Any]] = ()
    curves: Sequence[Series] = ()
    step_unit: str = "step"
    evaluation: Mapping[str, Any] = field(default_factory=dict)
    warnings: Sequence[str] = ()
