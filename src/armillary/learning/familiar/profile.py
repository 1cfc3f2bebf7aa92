"""The profile of training rows: quantiles, frequent values, and how numbers go together.

It is small, holds no row, and travels with the model.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.base.values import from_json, to_json
from armillary.learning.familiar.joint import Joint
from armillary.learning.familiar.reading import read_series
from armillary.learning.preprocess.read import count_texts
from armillary.learning.preprocess.roles import Role
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.prepare import Prepared
    from armillary.learning.preprocess import Preprocess

    Floats = npt.NDArray[Any]

_FORMAT = 1
QUANTILES = 41
_MOST_VALUES = 200
_MOST_ATOMS = 40
_ROWS = 20_000


@dataclass(frozen=True)
class SeenColumn:
    """What was seen of one column.

    ``quantiles`` are those of numbers and times (in µs since 1970) from the least to the greatest,
    ``values`` the frequent categories with their ``shares`` of the rows, all of them where
    ``is_complete``. ``weight`` is its share of what matters to the model.
    """

    name: str
    role: Role
    weight: float
    missing: float
    quantiles: tuple[float, ...] = ()
    values: tuple[str, ...] = ()
    shares: tuple[float, ...] = ()
    is_complete: bool = True
    atoms: tuple[tuple[float, float], ...] = ()
    """Of numbers of few values each with its share of the rows."""

    @property
    def spread(self) -> float:
        """How far apart most of its numbers lie (5 % to 95 %), as a unit to measure distance in."""
        low, high = self.quantiles[QUANTILES // 20], self.quantiles[-1 - QUANTILES // 20]
        wide = high - low or self.quantiles[-1] - self.quantiles[0]
        return wide or max(1.0, abs(high))


@dataclass(frozen=True)
class Profile:
    """What was seen of the training rows."""

    rows: int
    columns: tuple[SeenColumn, ...]
    joint: Joint | None = None

    @staticmethod
    def learn(prepared: Prepared, preprocess: Preprocess, evaluation: Mapping[str, Any]) -> Profile:
        """Learn from the training part of a table, weighed by what an evaluation says matters."""
        importance = evaluation.get("feature_importance")
        return Profile.of(prepared.frame, prepared.split.train, preprocess, importance)

    @staticmethod
    def of(
        frame: pd.DataFrame,
        train: npt.NDArray[Any],
        preprocess: Preprocess,
        importance: Mapping[str, Any] | None = None,
    ) -> Profile:
        """Learn from the training rows of a frame, as a model is shown them.

        Of many, some are taken, spread evenly. ``importance`` is that of the evaluation.
        """
        shown = frame.iloc[train[spread(len(train), _ROWS)]]
        weights = _weights([column.name for column in preprocess.columns], importance)
        read = {
            column.name: (column.role, read_series(column.name, column.role, shown[column.name]))
            for column in preprocess.columns
        }
        columns = tuple(
            see_column(name, role, weights[name], values, shown[name])
            for name, (role, values) in read.items()
        )
        numbers = {
            name: values
            for name, (role, values) in read.items()
            if role == "numeric" and values is not None
        }
        return Profile(len(train), columns, Joint.learn(numbers))

    def to_json(self) -> bytes:
        """Give the profile as strict JSON."""
        return to_json(
            {
                "format": _FORMAT,
                "rows": self.rows,
                "columns": [vars(column) for column in self.columns],
                "joint": None if self.joint is None else self.joint.to_plain(),
            }
        )

    @staticmethod
    def from_json(data: bytes) -> Profile:
        """Rebuild what `to_json` gave; raises `Invalid` where it is something else."""
        listed = ("quantiles", "values", "shares", "atoms")
        try:
            content = from_json(data)
            if content["format"] != _FORMAT:
                raise ValueError(f"format {content['format']}, where {_FORMAT} is read")
            columns = tuple(
                SeenColumn(**(one | {name: _tuple(one[name]) for name in listed}))
                for one in content["columns"]
            )
            joint = None if content["joint"] is None else Joint.from_plain(content["joint"])
            return Profile(int(content["rows"]), columns, joint)
        except (KeyError, TypeError, ValueError) as error:
            raise Invalid(
                f"What the model saw in training cannot be read: {error}.", code="broken_model"
            ) from error


def _weights(names: list[str], importance: Mapping[str, Any] | None) -> dict[str, float]:
    """Give each column's share of what matters; equal ones where that is not known."""
    found = dict.fromkeys(names, 0.0)
    told = importance or {}
    for name, value in zip(told.get("features") or (), told.get("importances") or (), strict=False):
        if name in found:
            found[name] += max(0.0, float(value or 0.0))
    total = sum(found.values())
    if total <= 0:
        return dict.fromkeys(names, 1 / max(1, len(names)))
    return {name: value / total for name, value in found.items()}


def see_column(
    name: str, role: Role, weight: float, values: Floats | None, series: pd.Series
) -> SeenColumn:
    """Sum up a column, whose ``values`` are what `read_series` gives."""
    import numpy as np

    if role == "text":
        return SeenColumn(name, role, weight, float(series.isna().mean()))
    if role in ("categorical", "boolean"):
        counts = count_texts(series) if values is None else _count(values)
        known = sum(counts.values())
        kept = list(counts.items())[:_MOST_VALUES]
        return SeenColumn(
            name=name,
            role=role,
            weight=weight,
            missing=1 - known / max(1, len(series)),
            values=tuple(value for value, _ in kept),
            shares=tuple(count / max(1, len(series)) for _, count in kept),
            is_complete=len(kept) == len(counts),
        )
    assert values is not None
    present = values[~np.isnan(values)]
    missing = 1 - len(present) / max(1, len(values))
    if not len(present):
        return SeenColumn(name, role, weight, missing)
    distinct, times = np.unique(present, return_counts=True)
    places = np.linspace(0, len(present) - 1, QUANTILES)
    quantiles = np.interp(places, np.arange(len(present)), np.repeat(distinct, times))
    atoms: Iterable[tuple[float, float]] = ()
    if len(distinct) <= _MOST_ATOMS:
        atoms = zip(distinct.tolist(), (times / len(values)).tolist(), strict=True)
    return SeenColumn(
        name=name,
        role=role,
        weight=weight,
        missing=missing,
        quantiles=tuple(quantiles.tolist()),
        atoms=tuple(atoms),
    )


def _tuple(items: list[Any]) -> tuple[Any, ...]:
    return tuple(tuple(item) if isinstance(item, list) else item for item in items)


def _count(values: Floats) -> dict[str, int]:
    """Count truths; they are read as 0 and 1."""
    counts = {"true": int((values == 1).sum()), "false": int((values == 0).sum())}
    return {word: count for word, count in counts.items() if count}
