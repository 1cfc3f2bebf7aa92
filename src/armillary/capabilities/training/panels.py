"""The panels of a judgement one by one, by the id of a run or of the model that it left."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.base.storage import Storage
from armillary.capabilities import models
from armillary.capabilities.training import sessions
from armillary.capabilities.training.tables import Training

_GRID = 101


def read_panels(actor: Actor, session: Session, storage: Storage, identity: str) -> dict[str, Any]:
    """Give ``{confusion_matrix, class_labels, roc_curve, feature_importance}``.

    What does not apply is null. Raises `NotFound`, and `Conflict` while there is nothing to show.
    """
    row = find_run(actor, session, identity)
    evaluation = read_judged(actor, session, storage, row)
    return {
        "confusion_matrix": evaluation.get("confusion_matrix"),
        "class_labels": evaluation.get("class_labels"),
        "roc_curve": one_curve(evaluation.get("roc_data")),
        "feature_importance": _importance(evaluation.get("feature_importance")),
    }


def find_run(actor: Actor, session: Session, identity: str) -> Training:
    """Give a run by its own id or by that of its model."""
    row = session.get(Training, identity)
    if row is not None and row.workspace_id == actor.workspace_id:
        return row
    try:
        model = models.get_model(actor, session, identity)
    except NotFound:
        raise NotFound(
            f"There is no run and no model {identity!r} in this workspace.",
            code="session_not_found",
        ) from None
    if model.job_id is None:
        raise NotFound(f"The model {identity!r} was not trained here; it has no run to look at.")
    return sessions.get_training(actor, session, model.job_id)


def read_judged(actor: Actor, session: Session, storage: Storage, row: Training) -> dict[str, Any]:
    """Give the judgement of a run; raises `Conflict` saying why there is none."""
    if (why := sessions.why_not_judged(actor, session, row)) is not None:
        raise why
    return sessions.read_evaluation(storage, row)


def one_curve(roc: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Give one curve for all classes: of two the second's, of more their mean; and each by name.

    The mean is taken at 101 false positive rates over the classes that the rows hold.
    """
    if roc is None:
        return None
    seen = [at for at, area in enumerate(roc["auc"]) if area is not None]
    if not seen:
        return {"fpr": [], "tpr": [], "auc": None, "of": None, "each": roc}
    if len(roc["auc"]) == 2:
        at = seen[-1]
        shown = {"fpr": roc["fpr"][at], "tpr": roc["tpr"][at], "auc": roc["auc"][at]}
        return {**shown, "of": roc["classes"][at], "each": roc}
    rates = [place / (_GRID - 1) for place in range(_GRID)]
    curves = [[_at(rate, roc["fpr"][at], roc["tpr"][at]) for rate in rates] for at in seen]
    mean = [sum(heights) / len(seen) for heights in zip(*curves, strict=True)]
    area = sum(roc["auc"][at] for at in seen) / len(seen)
    return {"fpr": [0.0, *rates], "tpr": [0.0, *mean], "auc": area, "of": "mean", "each": roc}


def _at(rate: float, false_rates: Sequence[float], true_rates: Sequence[float]) -> float:
    """Give a curve's height, between two of its points on the line through them."""
    height = 0.0
    for place, (x, y) in enumerate(zip(false_rates, true_rates, strict=True)):
        if x > rate:
            before, below = false_rates[place - 1], true_rates[place - 1]
            return below + (y - below) * (rate - before) / (x - before)
        height = y
    return height


def _importance(found: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "features": found["features"],
        "scores": found["importances"],
        "method": found.get("method"),
    }
