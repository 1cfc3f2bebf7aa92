"""What a model says of the rows of a test table, in the shape that clients read."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.capabilities.astronomy import likeness, reasons, stars
from armillary.capabilities.astronomy.missions import DISPOSITIONS, UNKNOWN, Mission
from armillary.capabilities.astronomy.splitting import classes_of
from armillary.capabilities.astronomy.user_tables import as_numbers

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from armillary.learning.model import FittedModel

    Floats = np.ndarray[Any, Any]

MOST_ROWS = 50_000


@dataclass(frozen=True)
class Asked:
    """A model, the rows to ask about, and what is usual (column → value) to compare them with.

    ``target`` is the column of the truth, where there is one; ``features`` those that are learned
    from, in the table's own types. ``may_judge`` tells of each row whether the model has never
    seen its star; None where that is so of all. ``silent`` says, of the probabilities of all rows,
    why nothing is said of some; those judge nothing.
    """

    model: FittedModel
    mission: Mission
    frame: pd.DataFrame
    features: Sequence[str]
    usual: Mapping[str, Any]
    target: str | None
    may_judge: Sequence[bool] | None = None
    silent: Callable[[Floats], Sequence[str | None]] | None = None


def answer(asked: Asked) -> Generator[float, None, tuple[list[dict[str, Any]], dict[str, Any]]]:
    """Ask about every row; tells the share that is done, gives predictions and test metrics."""
    if len(asked.frame) > MOST_ROWS:
        raise Invalid(
            f"The testing table has {len(asked.frame):,} rows; at most {MOST_ROWS:,} are answered "
            "in one session. Send a part of it, or apply the model to it as a dataset."
        )
    if not len(asked.frame):
        raise Invalid("The testing table has no rows; send one with at least one.")
    rows = as_numbers(asked.frame, list(asked.features), asked.mission)
    said = probabilities(asked.model, rows)
    yield 0.1
    explained = yield from reasons.explain(asked.model, rows, said, asked.usual, asked.mission)
    truth = _truth(asked)
    silent = [None] * len(rows) if asked.silent is None else asked.silent(said)
    judging = _judging(truth, asked.may_judge, silent)
    alike = likeness.look(asked.frame, asked.mission, said, judging)
    names = _names(asked.frame, asked.mission)
    star_names = stars.of_rows(asked.frame)
    shown = rows.astype(object).where(rows.notna(), None).to_dict("records")
    predictions = []
    for place in range(len(rows)):
        best = int(said[place].argmax())
        one = {
            "id": place + 1,
            "prediction": _display(asked.mission, DISPOSITIONS[best], said[place]),
            "confidence": float(said[place, best]),
            "probabilities": dict(zip(DISPOSITIONS, said[place].tolist(), strict=True)),
            **explained[place],
            "features": shown[place],
            "like_this": alike[place],
            "stars": star_names[place],
        }
        if (why := silent[place]) is not None:
            one |= {"prediction": UNKNOWN, "unsupported": why, "reasons": [why, *one["reasons"]]}
        if truth is not None:
            one["actual"] = _shown_truth(asked.mission, truth[place])
        if names[place] is not None:
            one["name"] = names[place]
        predictions.append(one)
    known = any(label is not None for label in judging or ())
    return predictions, metrics_of(said, judging) if known else {}


def probabilities(model: FittedModel, rows: pd.DataFrame) -> Floats:
    """Give the probability of each disposition (n_rows, 3); what a model does not know is 0."""
    import numpy as np

    predicted = model.predict(rows)
    found = np.zeros((len(rows), len(DISPOSITIONS)))
    if predicted.probabilities is None:
        raise Invalid("This model gives no probabilities; choose another.")
    for place, label in enumerate(predicted.classes or ()):
        if label in DISPOSITIONS:
            found[:, DISPOSITIONS.index(label)] = predicted.probabilities[:, place]
    return np.nan_to_num(found)


def metrics_of(said: Floats, truth: Sequence[str | None] | None) -> dict[str, Any]:
    """Judge what was said of rows whose truth is known."""
    import numpy as np

    from armillary.learning import metrics

    known = [place for place, label in enumerate(truth or ()) if label is not None]
    targets = np.array([DISPOSITIONS.index((truth or ())[place]) for place in known])
    return wire_metrics(metrics.evaluate(targets, said[known], DISPOSITIONS))


def wire_metrics(evaluation: Mapping[str, Any]) -> dict[str, Any]:
    """Give an evaluation as clients read it: numbers, never null."""
    overall = evaluation["overall_metrics"]
    names = ("accuracy", "f1_score", "precision", "recall")
    return {
        **{name: float(overall[name] or 0.0) for name in names},
        "auc": overall.get("auc"),
        "confusion_matrix": evaluation["confusion_matrix"],
        "class_labels": evaluation["class_labels"],
    }


def _truth(asked: Asked) -> list[str | None] | None:
    if asked.target is None:
        return None
    found = classes_of(asked.frame, asked.mission, asked.target)
    return [label if isinstance(label, str) else None for label in found]


def _judging(
    truth: list[str | None] | None,
    may_judge: Sequence[bool] | None,
    silent: Sequence[str | None],
) -> list[str | None] | None:
    """Give the truth of those rows alone that may judge, and of which something is said."""
    if truth is None:
        return None
    may = [True] * len(truth) if may_judge is None else may_judge
    rows = zip(truth, may, silent, strict=True)
    return [label if may and why is None else None for label, may, why in rows]


def _display(mission: Mission, disposition: Any, said: Floats) -> str:
    return mission.display[disposition] if said.sum() > 0 else UNKNOWN


def _shown_truth(mission: Mission, label: Any) -> str:
    return UNKNOWN if label is None else mission.display[label]


def _names(frame: pd.DataFrame, mission: Mission) -> list[str | None]:
    """Give each row its name: of the columns that name one, the first that is filled."""
    found: list[str | None] = [None] * len(frame)
    for column in reversed(mission.names):
        if column not in frame.columns:
            continue
        for place, value in enumerate(frame[column]):
            text = "" if value is None or value != value else str(value).strip()
            found[place] = text or found[place]
    return [None if name is None else mission.signal_name(name) for name in found]
