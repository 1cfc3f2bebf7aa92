"""Reasons of many rows: what moved a model most, in a few words each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.explain._shapley import (
    Attribution,
    attribute,
    cost_of_row,
    few_columns,
)
from armillary.learning.explain_row.reasons import how_much, text_of
from armillary.learning.explain_subject import Material, subject_of
from armillary.learning.explaining import Budget, plain

if TYPE_CHECKING:
    import pandas as pd

MOST_REASONS = 5
_ROWS, _USUAL = 500, 32
_MOST_PREDICTIONS = 20_000_000
_AT_ONCE, _EXACT_AT_ONCE = 20, 2_000
_SAID = 0.01


class RowReasons:
    """Explains row after row against the rows of a material.

    Raises `Invalid` where that would ask the model far too often.
    """

    def __init__(self, material: Material, rows: int) -> None:
        import numpy as np

        budget = Budget(10**12, 10**9)
        self._material = material
        self._subject = subject_of(material, rows=_ROWS, seed=0, budget=budget)
        self._chance = np.random.default_rng(0)
        self._blocks = few_columns(self._subject, self._chance)
        cost = cost_of_row(self._subject, _USUAL)
        if rows * cost > _MOST_PREDICTIONS:
            raise Invalid(
                f"Reasons for {rows:,} rows would ask this model {rows * cost:,} times. Ask for "
                f"those of at most {_MOST_PREDICTIONS // cost:,} rows, or without reasons.",
                code="too_many_rows",
            )
        self.at_once = _EXACT_AT_ONCE if self._subject.exact is not None else _AT_ONCE
        """How many rows are explained between two looks at the clock."""

    def of(self, frame: pd.DataFrame, count: int) -> list[list[str | None]]:
        """Give ``count`` reasons of each row (n_rows,), the strongest first, None where it ends."""
        import numpy as np

        model = self._material.model
        made = frame if model.recipe is None else model.recipe.apply(frame)
        features = model.preprocess.encode(made)
        is_told = np.isfinite(self._subject.predict(features)).all(axis=1)
        shown = self._material.known.frame(made, frame) if model.recipe is not None else frame
        said: list[list[str | None]] = [[None] * count for _ in range(len(frame))]
        rows = np.flatnonzero(is_told)
        if not len(rows):
            return said
        found = attribute(
            self._subject, features[rows], self._blocks, self._chance, usual_rows=_USUAL
        )
        for place, row in enumerate(rows.tolist()):
            told = _reasons(found, place, shown.iloc[[row]], count)
            said[row][: len(told)] = told
        return said


def _reasons(found: Attribution, place: int, row: pd.DataFrame, count: int) -> Sequence[str]:
    """Say what moved the likeliest class, or the number, of one row."""
    import numpy as np

    output = int(found.said[place].argmax()) if found.values.shape[2] > 1 else 0
    added = found.values[place, :, output]
    whole = float(np.abs(added).sum()) or 1.0
    ranked = np.argsort(-np.abs(added), kind="stable")[:count]
    of = found.outputs[output]
    return [
        _in_words(found.blocks[one].name, row, float(added[one]), of, found.unit)
        for one in ranked
        if abs(added[one]) > _SAID * whole
    ]


def _in_words(name: str, row: pd.DataFrame, added: float, of: str, unit: str) -> str:
    """Say one of them, such as "area is 40: raises price by 37.5"."""
    value = _text(plain(row[name].iloc[0])) if name in row.columns else None
    what = name if value is None else f"{name} is {value}"
    raised = "raises" if added > 0 else "lowers"
    return f"{what}: {raised} {how_much(abs(added), of, unit, added > 0)}"


def _text(value: Any) -> str:
    return "missing" if value is None else text_of(value)[:100]
