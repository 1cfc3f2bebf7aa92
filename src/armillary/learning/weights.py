"""How much rows count: by a column that says so, and by weights of their classes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid, NotFound
from armillary.learning.contract import SUPERVISED, ClassLabel, Table, Task, task_words
from armillary.learning.preprocess import read
from armillary.learning.preprocess.roles import role_of
from armillary.learning.target import Target, check_known

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]


def weigh(target: Target, frame: pd.DataFrame, task: Task) -> Target:
    """Give the target with the weight of each row; rows of weight 0 are left out.

    Raises `AppError` where the column holds something that is no weight.
    """
    if task.weight is None:
        return target
    if task.kind not in SUPERVISED:
        raise Invalid(
            f"Only what predicts a column takes weights; {task_words(task.kind)} does not.",
            code="weights_not_used",
        )
    weights = _read(frame, task.weight)[target.rows]
    _check(weights, task.weight)
    counts = weights > 0
    kept = replace(
        target, values=target.values[counts], rows=target.rows[counts], weights=weights[counts]
    )
    left_out = int((~counts).sum())
    if not left_out:
        return kept
    check_known(kept, str(task.target))
    were = (
        "1 row has weight 0 and was" if left_out == 1 else f"{left_out} rows have weight 0 and were"
    )
    return replace(kept, warnings=(*kept.warnings, f"{were} left out."))


def fitting_weights(data: Table) -> Floats | None:
    """Give what each training row (n_rows,) counts, its class's weight included; their mean is 1.

    None where all count alike.
    """
    if data.weights is None and data.class_weights is None:
        return None
    import numpy as np

    weights = np.ones(len(data.target)) if data.weights is None else data.weights
    if data.class_weights is not None:
        weights = weights * data.class_weights[data.target]
    scaled: Floats = weights / weights.mean()
    return scaled


def check_class_weights(
    given: Mapping[str, float], classes: tuple[ClassLabel, ...] | None
) -> Floats:
    """Give the weight of each class (n_classes,), 1 where none is named."""
    import math

    import numpy as np

    if classes is None:
        raise Invalid("Only classes take class weights.", code="class_weights_not_used")
    known = {str(label): place for place, label in enumerate(classes)}
    weights = np.ones(len(classes))
    for label, weight in given.items():
        if label not in known:
            shown = ", ".join(repr(name) for name in list(known)[:20])
            raise Invalid(
                f"There is no class {label!r} to weigh; there are {shown}.", code="unknown_class"
            )
        if not (math.isfinite(weight) and weight > 0):
            raise Invalid(
                f"The weight of class {label!r} must be above 0; got {weight:g}.",
                code="invalid_weights",
            )
        weights[known[label]] = weight
    return weights


def _read(frame: pd.DataFrame, name: str) -> Floats:
    if name not in frame.columns:
        raise NotFound(f"The table has no column {name!r} to weigh rows by.")
    role = role_of(frame[name])
    if role == "boolean":
        return read.booleans(name, frame[name])
    if role == "numeric":
        return frame[name].to_numpy(dtype="float64", na_value=float("nan"))
    raise Invalid(
        f"The weights {name!r} must be numbers from 0 on; the column is {role}.",
        code="invalid_weights",
    )


def _check(weights: Floats, name: str) -> None:
    """Refuse weights that are missing, infinite or below 0, and those that are all 0."""
    import numpy as np

    unknown = int((~np.isfinite(weights)).sum())
    below = weights[weights < 0]
    if unknown:
        have = "1 row has" if unknown == 1 else f"{unknown} rows have"
        raise _invalid(name, f"{have} none, or an infinite one. Fill or remove them")
    if len(below):
        are = "1 is" if len(below) == 1 else f"{len(below)} are"
        raise _invalid(name, f"{are} below 0, such as {below[0]:g}. Correct them")
    if not weights.any():
        raise _invalid(name, "all are 0, so that no row counts. Choose another column")


def _invalid(name: str, what: str) -> Any:
    return Invalid(
        f"The weights {name!r} must be numbers from 0 on, one in each row: {what}.",
        code="invalid_weights",
    )
