"""SHAP values over many rows: which columns add how much, and in which direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.explain._axes import numbers_of
from armillary.learning.explain._columns import sharing_credit
from armillary.learning.explain._shapley import (
    Attribution,
    attribute,
    cost_of_row,
    few_columns,
)
from armillary.learning.explaining import (
    Explaining,
    Subject,
    named_outputs,
    plain,
    rank_agreement,
    rounded,
)
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_USUAL = 32
_ROWS, _EXACT_ROWS = 200, 1_000
_FEWEST = 10
_STEP, _EXACT_STEP = 5, 100
_DOTTED = 10
_LISTED = 500

HOW: Mapping[str, str] = {
    "trees": "Exact, given by the trees themselves, against what their training rows had.",
    "linear": "Exact: weight times how far the value is from the mean.",
    "by_column": "Exact: what each column says by itself, less what it usually says.",
    "members": "Exact: what the columns add to each member of the stack, added up by its weight.",
    "enumerated": "Exact for the usual rows: every set of columns was looked at.",
    "gradients": "The slopes of the network, added up on the straight way from the usual row.",
    "sampled": "Estimated from orders drawn by chance; the standard error is given.",
}
_BEFORE = (
    "It is told before calibrating, since the curve that calibrates bends: it moves what is said "
    "here up or down as a whole, and no part of it belongs to one column."
)


def how_found(found: Attribution) -> str:
    """Say how values were found, and of what they are parts where that is not plain."""
    return f"{HOW[found.method]} {_BEFORE}" if found.is_before else HOW[found.method]


class Contributions:
    """Shares what the model says of each row among its columns, and looks at many rows."""

    id = "contributions"
    name = "SHAP values"
    description = "What each column adds to what the model says, row by row, fairly shared."
    reading = (
        "Each dot is one row: to the right, the column raised what the model says of it, to the "
        "left it lowered it; the colour is whether its value is high or low. Added to the base, "
        "all columns of a row give exactly what the model says. Of columns alike, each gets a part "
        "of what both bring. It explains the model, not the world."
    )
    order = 3

    def why_not(self, subject: Subject) -> str | None:
        """It can be had of any model."""
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give the mean size of what each column adds, and single rows of those that add most."""
        most, step = (_EXACT_ROWS, _EXACT_STEP) if subject.exact is not None else (_ROWS, _STEP)
        many = min(most, subject.budget.predictions // cost_of_row(subject, _USUAL))
        rows = spread(len(subject.features), max(_FEWEST, many))
        parts: list[Attribution] = []
        blocks = few_columns(subject, rng)
        for start in range(0, len(rows), step):
            if parts and not subject.budget.allows(step * cost_of_row(subject, _USUAL)):
                break
            features = subject.features[rows[start : start + step]]
            parts.append(attribute(subject, features, blocks, rng, usual_rows=_USUAL))
            yield min(1.0, (start + step) / len(rows))
        return tell_attributions(subject, parts, rows)


explanation = Contributions()


def tell_attributions(subject: Subject, parts: list[Attribution], rows: Any) -> dict[str, Any]:
    """Give the mean size of what columns add, and single rows of those that add most."""
    import numpy as np

    first = parts[0]
    values = np.concatenate([part.values for part in parts])  # (n_rows, n_blocks, n_outputs)
    rows = rows[: len(values)]
    size = np.abs(values).mean(axis=0)  # (n_blocks, n_outputs)
    ranked = np.argsort(-size.max(axis=1), kind="stable")[:_LISTED]
    error = None
    if first.errors is not None:
        each = np.concatenate([part.errors for part in parts if part.errors is not None])
        error = np.sqrt(np.square(each).mean(axis=0))  # (n_blocks, n_outputs)
    halves = [
        np.abs(values[part]).mean(axis=(0, 2)) for part in (slice(0, None, 2), slice(1, None, 2))
    ]
    stability = rank_agreement(*halves)
    return {
        "columns": [
            {
                "name": first.blocks[place].name,
                "size": rounded(size[place]),
                "error": None if error is None else rounded(error[place]),
            }
            for place in ranked
        ],
        "dots": [_dots(subject, first, values, rows, int(place)) for place in ranked[:_DOTTED]],
        "base": rounded(first.base.mean(axis=0)),
        "shared": sharing_credit(subject, [first.blocks[place] for place in ranked]),
        "outputs": list(first.outputs),
        "named": named_outputs(subject, first.outputs),
        "unit": first.unit,
        "method": first.method,
        "how": how_found(first),
        "rows": len(values),
        "stability": None if stability is None else rounded(stability),
        "skipped": [],
    }


def _dots(
    subject: Subject, first: Attribution, values: Floats, rows: Any, place: int
) -> dict[str, Any]:
    """Give what a column adds to each row (n_outputs, n_rows), and how high its value is."""
    from scipy.stats import rankdata

    block = first.blocks[place]
    seen = spread(len(rows), _ROWS)
    rows = rows[seen]
    height = None
    if block.role in ("numeric", "datetime", "boolean") and block.name in subject.frame:
        numbers = numbers_of(subject, block)[rows]
        ranks = rankdata(numbers, nan_policy="omit")
        height = rounded((ranks - 1) / max(1.0, len(ranks) - 1.0))
    shown = subject.frame[block.name].iloc[rows] if block.name in subject.frame else None
    return {
        "name": block.name,
        "added": rounded(values[seen, place].T),
        "height": height,
        "values": None if shown is None else [plain(value) for value in shown.tolist()],
    }
