"""Reading the target column: which task it makes, and whether it can be learned at all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid, NotFound
from armillary.learning.contract import ClassLabel, TaskKind
from armillary.learning.preprocess.read import is_missing
from armillary.learning.preprocess.roles import role_of

if TYPE_CHECKING:
    import numpy.typing as npt
    import pandas as pd

MINIMUM_ROWS = 10
# Learning holds several tables of a probability for each class in each row: some 4 GiB here.
MOST_PROBABILITIES = 100_000_000
_FEW_VALUES = 20
_NAMED = 5


@dataclass(frozen=True)
class Target:
    """The target of the rows that have one.

    ``values`` (n_rows,) are class indices (int64) or numbers (float64), for the rows at the
    places ``rows`` of the table; ``classes`` is None for regression. ``weights`` (n_rows,) say how
    much each counts, None where all count alike.
    """

    values: npt.NDArray[Any]
    rows: npt.NDArray[Any]
    classes: tuple[ClassLabel, ...] | None
    warnings: tuple[str, ...]
    weights: npt.NDArray[Any] | None = None

    def known(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Give the rows of the table that have a target, which copies nothing where all have."""
        rows = frame if len(self.rows) == len(frame) else frame.iloc[self.rows]
        return rows.reset_index(drop=True)


def infer_task(series: pd.Series) -> TaskKind:
    """Guess the task from a target: numbers of many values are regression, the rest classes."""
    if role_of(series) != "numeric":
        return "classification"
    seen = series.dropna()
    distinct = int(seen.nunique())
    if distinct <= 2 or not len(seen):
        return "classification"
    is_whole = bool((seen.astype(float) % 1 == 0).all())
    is_few = distinct <= _FEW_VALUES and distinct <= len(seen) / 5
    return "classification" if is_whole and is_few else "regression"


def read_target(frame: pd.DataFrame, name: str, kind: TaskKind) -> Target:
    """Read and check the target; raises `AppError` saying what was found and what to do."""
    if name not in frame.columns:
        known = ", ".join(repr(str(column)) for column in frame.columns[:20])
        raise NotFound(f"The table has no column {name!r} to predict; it has: {known}.")
    if kind == "regression":
        return _read_numbers(frame[name], name)
    return _read_classes(frame[name], name)


def read_labels(frame: pd.DataFrame, name: str | None) -> Target:
    """Read the column that a task without a target is judged by, if any.

    All rows are kept: ``values`` are places in ``classes``, and -1 where the label is not known.
    """
    import numpy as np

    rows = np.arange(len(frame))
    if len(frame) < MINIMUM_ROWS:
        raise Invalid(
            f"Training needs at least {MINIMUM_ROWS} rows; there are {len(frame)}.",
            code="too_few_rows",
        )
    if name is None:
        return Target(np.full(len(frame), -1, dtype=np.int64), rows, None, ())
    known = read_target(frame, name, "classification")
    values = np.full(len(frame), -1, dtype=np.int64)
    values[known.rows] = known.values
    return Target(values, rows, known.classes, ())


def check_known(target: Target, name: str) -> None:
    """Refuse a target of which too little is left."""
    import numpy as np

    _check_rows(name, len(target.rows))
    if target.classes is None:
        _check_spread(name, target.values)
        return
    counts = np.bincount(target.values, minlength=len(target.classes))
    _check_classes(name, dict(zip(target.classes, counts.tolist(), strict=True)), len(target.rows))


def check_probabilities(target: Target, name: str) -> None:
    """Refuse so many classes in so many rows that learning them would take all memory there is."""
    n_rows, n_classes = len(target.rows), len(target.classes or ())
    if n_rows * n_classes > MOST_PROBABILITIES:
        raise Invalid(
            f"The target {name!r} has {n_classes:,} classes in {n_rows:,} rows. Learning holds a "
            f"probability for each class in each row, and {MOST_PROBABILITIES // 10**6} million of "
            "them at most. Choose regression if it is a number, merge classes into groups, or take "
            "fewer rows.",
            code="too_many_classes",
        )


def _read_numbers(series: pd.Series, name: str) -> Target:
    import numpy as np

    values = _numbers(series, name)
    rows = np.flatnonzero(~np.isnan(values))
    _check_rows(name, len(rows))
    _check_spread(name, values[rows])
    left_out = len(values) - len(rows)
    warnings = _warn_of_missing(name, left_out, is_infinite=left_out > _count_missing(series))
    return Target(values[rows], rows, None, warnings)


def _count_missing(series: pd.Series) -> int:
    return int(series.isna().sum())


def _read_classes(series: pd.Series, name: str) -> Target:
    import numpy as np
    import pandas as pd

    places, uniques = pd.factorize(series)  # a missing value has place -1
    labels = [*_labels(uniques.tolist()), None]
    classes = tuple(sorted({label for label in labels if label is not None}))
    index = {label: place for place, label in enumerate(classes)}
    of_unique = np.array([-1 if label is None else index[label] for label in labels])
    values = of_unique[places]  # (n_rows,), the None at the end is found by -1
    rows = np.flatnonzero(values >= 0)
    _check_rows(name, len(rows))
    counts = np.bincount(values[rows], minlength=len(classes))
    _check_classes(name, dict(zip(classes, counts.tolist(), strict=True)), len(rows))
    warnings = _warn_of_missing(name, len(values) - len(rows))
    return Target(values[rows], rows, classes, warnings)


def _numbers(series: pd.Series, name: str) -> npt.NDArray[Any]:
    from armillary.learning.preprocess import read

    role = role_of(series)
    if role == "boolean":
        return read.booleans(name, series)
    if role == "numeric":
        return read.numbers(name, series)
    example = next((value for value in series if not is_missing(value)), None)
    raise Invalid(
        f"Regression predicts numbers, but {name!r} holds values such as {example!r}. "
        "Choose classification, or a numeric column.",
        code="target_not_numeric",
    )


def _labels(values: list[Any]) -> list[ClassLabel | None]:
    """Give the different values of a column as plain labels of one type, missing ones as None."""
    labels = [_label(value) for value in values]
    known = [label for label in labels if label is not None]
    if all(isinstance(label, float) for label in known):
        is_whole = all(float(label).is_integer() for label in known)
        return [None if label is None else int(label) for label in labels] if is_whole else labels
    if len({type(label) for label in known}) == 1:
        return labels
    # To Python 1, 1.0 and True are one key; as text a mixed column's labels stay apart.
    return [None if label is None else str(label) for label in labels]


def _label(value: Any) -> ClassLabel | None:
    if is_missing(value):
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bool | int):
        return value
    text = str(value)
    return text if text.strip() else None


def _check_rows(name: str, known: int) -> None:
    if not known:
        raise Invalid(
            f"Every value of the target {name!r} is missing. Choose another column.",
            code="target_empty",
        )
    if known < MINIMUM_ROWS:
        raise Invalid(
            f"Training needs at least {MINIMUM_ROWS} rows with a known target; "
            f"{name!r} is known in {known}.",
            code="too_few_rows",
        )


def _check_spread(name: str, numbers: npt.NDArray[Any]) -> None:
    if numbers.min() == numbers.max():
        raise Invalid(
            f"The target {name!r} is {numbers[0]:g} in every row, so there is nothing to learn. "
            "Choose another column.",
            code="target_constant",
        )


def _check_classes(name: str, counts: dict[Any, int], n_rows: int) -> None:
    if len(counts) < 2:
        raise Invalid(
            f"The target {name!r} has one class only ({next(iter(counts))!r}); classification "
            "needs at least two. Choose another column.",
            code="one_class",
        )
    if len(counts) > n_rows / 2:
        raise Invalid(
            f"The target {name!r} has {len(counts)} classes in {n_rows} rows, fewer than two rows "
            "a class. Choose regression if it is a number, or a column with fewer values.",
            code="too_many_classes",
        )
    rare = [repr(label) for label, count in counts.items() if count < 2]
    if rare:
        named = ", ".join(rare[:_NAMED]) + (" …" if len(rare) > _NAMED else "")
        have = "has" if len(rare) == 1 else "have"
        raise Invalid(
            f"{len(rare)} of the {len(counts)} classes of {name!r} {have} one row only ({named}); "
            "each needs at least two. Merge or remove these rows.",
            code="class_too_small",
        )


def _warn_of_missing(name: str, missing: int, *, is_infinite: bool = False) -> tuple[str, ...]:
    if not missing:
        return ()
    rows, were = ("1 row has", "was") if missing == 1 else (f"{missing} rows have", "were")
    what = "no value, or an infinite one," if is_infinite else "no value"
    return (f"{rows} {what} of the target {name!r} and {were} left out.",)
