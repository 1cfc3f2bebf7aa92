"""Partial dependence and its single rows: what the model says as one column takes other values.

**Source:** J. Friedman, "Greedy function approximation", Annals of Statistics 29, 2001, section 8;
single rows (ICE) after A. Goldstein et al., "Peeking inside the black box", JCGS 24, 2015.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.explain._axes import axis_of, why_no_axis
from armillary.learning.explain._columns import most_moving
from armillary.learning.explain._curves import curve_agreement, mean_of_known
from armillary.learning.explaining import (
    Block,
    Explaining,
    Subject,
    named_outputs,
    rounded,
    swapped,
)
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np

MOST_COLUMNS = 10
_VALUES = 20
_ROWS = 300
_LINES = 25


class Dependence:
    """Gives all rows the same value of a column, one value after another."""

    id = "dependence"
    name = "Partial dependence"
    description = "What the model says on average when every row is given one value of a column."
    reading = (
        "The thick line is the mean of all rows, a thin line is one row. Where thin lines are not "
        "parallel, what the column does depends on other columns, and the mean hides it. Rows are "
        "given values that they may never have together with their other columns: where columns "
        "hang together, believe accumulated local effects instead."
    )
    order = 4

    def why_not(self, subject: Subject) -> str | None:
        """It can be had of any model."""
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give a curve for each of the columns that move the model most."""
        blocks = [block for block in subject.blocks if why_no_axis(block) is None]
        moving = [one for one in most_moving(subject, rng, MOST_COLUMNS * 2) if one in blocks]
        columns: list[dict[str, Any]] = []
        rows = spread(len(subject.features), _ROWS)
        for place, block in enumerate(moving[:MOST_COLUMNS]):
            if not subject.budget.allows(_VALUES * len(rows)):
                break
            columns.append(_curve(subject, block, rows))
            yield (place + 1) / len(moving)
        looked_at = {one["name"] for one in columns}
        return {
            "columns": columns,
            "outputs": list(subject.names),
            "named": named_outputs(subject, subject.names),
            "unit": subject.unit,
            "rows": len(rows),
            "stability": mean_of_known([one["stability"] for one in columns]),
            "skipped": [block.name for block in subject.blocks if block.name not in looked_at],
        }


explanation = Dependence()


def _curve(subject: Subject, block: Block, rows: Any) -> dict[str, Any]:
    """Give the mean (n_outputs, n_values), some single rows, and how far halves of rows agree."""
    import numpy as np

    axis = axis_of(subject, block, _VALUES)
    features = subject.features[rows]
    said = np.array(
        [subject.said(swapped(features, block, subject.features[row])) for row in axis.rows]
    )  # (n_values, n_rows, n_outputs)
    lines = spread(len(rows), _LINES)
    halves = [said[:, part].mean(axis=1) for part in (slice(0, None, 2), slice(1, None, 2))]
    return {
        "name": block.name,
        "role": block.role,
        "labels": axis.labels,
        "numbers": rounded(axis.numbers) if axis.numbers is not None else None,
        "shares": rounded(axis.shares),
        "mean": rounded(said.mean(axis=1).T),
        "lines": rounded(said[:, lines].transpose(2, 1, 0)),
        "stability": curve_agreement(*halves),
    }
