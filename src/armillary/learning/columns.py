"""Which columns are learned from: their names checked against the table and the task."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from armillary.base.errors import Invalid, NotFound
from armillary.learning.contract import Task
from armillary.learning.preprocess.roles import role_of

if TYPE_CHECKING:
    import pandas as pd

_NAMED = 10


def column_names(frame: pd.DataFrame) -> list[str]:
    """Give the names as texts; refuses those that come twice."""
    names = [str(name) for name in frame.columns]
    has_twice = len(set(names)) < len(names)
    twice = sorted({name for name in names if names.count(name) > 1}) if has_twice else []
    if twice:
        raise Invalid(
            f"Column names must differ; these come twice: {_list(twice)}. Rename them.",
            code="duplicate_columns",
        )
    return names


def feature_names(names: Sequence[str], task: Task) -> list[str]:
    """Give the columns to learn from; raises `AppError` where the table or the task has none."""
    known = set(names)
    if task.features is None:
        features = [name for name in names if name not in task.aside]
    else:
        features = list(dict.fromkeys(task.features))
    missing = [name for name in features if name not in known]
    if missing:
        raise NotFound(f"The table has no column {_list(missing)} to learn from.")
    found = [name for name in (task.target, *(task.targets or ())) if name in features]
    if found:
        raise Invalid(
            f"The target {found[0]!r} cannot be one of the columns to learn from.",
            code="target_is_feature",
        )
    if task.weight is not None and task.weight in (*features, task.target):
        raise Invalid(
            f"The weights {task.weight!r} cannot be the target or a column to learn from.",
            code="weight_is_feature",
        )
    if not features:
        raise Invalid("There is no column to learn from beside the target.", code="no_features")
    return features


def require_texts(learned: pd.DataFrame, texts: Sequence[str] | None) -> None:
    """Refuse to read as text what is not learned from or holds something else."""
    for name in texts or ():
        if name not in learned.columns:
            raise Invalid(
                f"Column {name!r} is to be read as text, but is not among those to learn from.",
                code="text_not_learned",
            )
        if (role := role_of(learned[name])) != "categorical":
            raise Invalid(
                f"Column {name!r} is {role} and cannot be read as text. Take it off the list of "
                "text columns.",
                code="not_a_text",
            )


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
