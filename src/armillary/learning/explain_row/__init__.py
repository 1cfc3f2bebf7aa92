"""Why a model says what it says of one row: contributions, nearest examples, and what if."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.explain._columns import strengths_of
from armillary.learning.explain._shapley import MOST_COLUMNS
from armillary.learning.explain_row.counterfactual import Wish, find_counterfactuals
from armillary.learning.explain_row.distances import spreads_of
from armillary.learning.explain_row.neighbours import Examples, nearest_examples
from armillary.learning.explain_row.reasons import give_reasons
from armillary.learning.explain_subject import Material, subject_of
from armillary.learning.explaining import Budget, Subject, rounded
from armillary.learning.known_columns import KnownColumns

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.model import FittedModel

    Floats = npt.NDArray[np.float64]

__all__ = ["Asked", "Explainable", "explain_row", "make_explainable"]

_ROWS = 500
_EXAMPLES = 5_000
_ASKED_ROWS, _RANKED_ROWS = 60_000, 100_000
_SECONDS = 1.5


@dataclass(frozen=True)
class Explainable:
    """A model with the rows that its single answers are compared with."""

    model: FittedModel
    known: KnownColumns
    subject: Subject
    examples: Examples
    spreads: Floats
    """The usual spread of each column's numbers (n_blocks,)."""


@dataclass(frozen=True)
class Asked:
    """One row as ``{column: value}``, columns that no change may touch, and what is wished."""

    row: Mapping[str, Any]
    fixed: Sequence[str] = ()
    wanted: str | float | None = None


def make_explainable(material: Material) -> Explainable:
    """Draw the rows to compare with, and find out which columns matter; once for many questions."""
    import numpy as np

    subject = subject_of(material, rows=_ROWS, seed=0, budget=Budget(_RANKED_ROWS, _SECONDS))
    strength = strengths_of(subject, np.random.default_rng(0))
    # What trains the model again keeps the whole table, and nothing here does.
    subject = replace(subject, strength=strength, retraining=None)
    examples = Examples.of(material, most=_EXAMPLES)
    spreads = spreads_of(subject.blocks, subject.features)
    return Explainable(material.model, material.known, subject, examples, spreads)


def explain_row(explainable: Explainable, asked: Asked) -> dict[str, Any]:
    """Explain what the model says of a row, in about a second at most.

    Gives ``prediction``, ``contributions`` with ``reasons`` in words, ``examples`` and
    ``counterfactuals``; raises `Invalid` where a column is missing or not known.
    """
    import numpy as np
    import pandas as pd

    model = explainable.model
    subject = replace(explainable.subject, budget=Budget(_ASKED_ROWS, _SECONDS, time.perf_counter))
    _require_known(subject, asked.fixed)
    made = _as_encoded(model, asked.row)
    frame = explainable.known.frame(made, pd.DataFrame([asked.row], dtype=object))
    features = model.preprocess.encode(made)
    said = subject.predict(features)[0]
    if not np.isfinite(said).all():
        raise Invalid(
            "The model gives no number for this row, so there is nothing to explain. Try values "
            "nearer to those it was trained on.",
            code="no_predictions",
        )
    output = _explained_output(subject, said)
    # Whatever the reasons take, something is left for what would change the answer.
    half = replace(subject, budget=subject.budget.part(2))
    wish = Wish.of(subject, said, output, asked.wanted)
    return {
        "prediction": {
            "outputs": list(subject.outputs),
            "said": rounded(said),
            "explained": subject.outputs[subject.chosen[output]],
            "unit": subject.unit,
        },
        "contributions": give_reasons(half, frame, features, output),
        "examples": nearest_examples(subject, explainable.examples, features, explainable.spreads),
        "counterfactuals": find_counterfactuals(subject, frame, features, wish, asked.fixed),
        "notes": [*subject.notes, *_skipped(subject)],
    }


def _skipped(subject: Subject) -> list[str]:
    """Say what a table is too wide for."""
    count = len(subject.blocks)
    if count <= MOST_COLUMNS + 1:
        return []
    if subject.exact is not None:
        return [
            f"Of {count:,} columns only the {MOST_COLUMNS} that move the model most are changed to "
            "find what would have it say something else."
        ]
    return [
        f"Of {count:,} columns the {MOST_COLUMNS} that move the model most are looked at one by "
        "one; of the others it is told what they add together, and they are not changed to find "
        "what would have it say something else."
    ]


def _as_encoded(model: FittedModel, row: Mapping[str, Any]) -> pd.DataFrame:
    """Give the row with the columns that the model encodes."""
    import pandas as pd

    if model.recipe is not None:
        return model.recipe.apply_rows([row])
    # Encoding names a missing column; here they need only be one row.
    names = [column.name for column in model.preprocess.columns if column.name in row]
    return pd.DataFrame({name: [row[name]] for name in dict.fromkeys(names)}, dtype=object)


def _explained_output(subject: Subject, said: Any) -> int:
    """Choose among the explained outputs: that of the likeliest class, where there are several."""
    explained = said[list(subject.chosen)]
    return int(explained.argmax()) if len(explained) > 1 else 0


def _require_known(subject: Subject, fixed: Sequence[str]) -> None:
    known = {block.name for block in subject.blocks}
    unknown = [name for name in fixed if name not in known]
    if unknown:
        raise Invalid(
            f"fixed must name columns that the model uses; {unknown[0]!r} is none of them.",
            code="unknown_column",
        )
