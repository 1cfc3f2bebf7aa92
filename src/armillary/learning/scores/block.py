"""All scores of some rows as one block of strict JSON, as pages and files have it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.baselines import Known, constant, one_column
from armillary.learning.scores.contract import LEVEL, Estimate, Judged, Score
from armillary.learning.scores.drawn import draw
from armillary.learning.scores.families import all_families

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

_QUANTILE = 1.959964
_OVER_CLASSES = frozenset(
    {"balanced_accuracy", "matthews", "kappa", "precision_macro", "recall_macro", "f1_macro"}
)
_ONE_CLASS = "The rows are all of one class, so that nothing is said of the others."
Values = Mapping[tuple[str, str | None], float | None]


def judge_rows(
    judged: Judged, known: Known | None = None, warnings: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Give ``{level, rows, groups, table, classes, baselines, curves, warnings}``.

    ``table`` has a line for each score of all classes together, ``classes`` one for each score of
    each class: value, interval with its method, standard error, and what the baselines give.
    """
    beside = list(_baselines(judged, known))
    values = {which: _values(rows) for which, _, rows in beside}
    table: list[dict[str, Any]] = []
    classes: list[dict[str, Any]] = []
    for score, estimate in estimates(judged):
        line = to_wire(score, estimate, values)
        (table if estimate.of is None else classes).append(line)
    return {
        "kind": judged.kind,
        "level": LEVEL,
        "rows": len(judged),
        "groups": _count(judged.groups),
        "is_weighted": judged.weights is not None,
        "table": table,
        "classes": classes,
        "baselines": {which: what for which, what, _ in beside},
        "curves": draw(judged),
        "warnings": [*warnings, *_noticed(judged)],
    }


def estimates(judged: Judged) -> Iterator[tuple[Score, Estimate]]:
    """Give every score of some rows."""
    for family in all_families().values():
        if family.kind != judged.kind:
            continue
        known = {score.id: score for score in family.scores}
        for identity, estimate in family.judge(judged):
            told = estimate.of is None and identity in _OVER_CLASSES and _holds_one_class(judged)
            yield known[identity], Estimate(None, note=_ONE_CLASS) if told else reaching(estimate)


def _holds_one_class(judged: Judged) -> bool:
    """Whether it would be perfect over the classes that are there to say always the same."""
    return len(judged.classes) > 1 and bool((judged.truth == judged.truth[0]).all())


def reaching(estimate: Estimate) -> Estimate:
    """Stretch an interval to the value itself, which smoothing or a scale may leave at its edge."""
    value, interval = estimate.value, estimate.interval
    if value is None or interval is None or interval.low <= value <= interval.high:
        return estimate
    low, high = min(interval.low, value), max(interval.high, value)
    return replace(estimate, interval=replace(interval, low=low, high=high))


def to_wire(score: Score, estimate: Estimate, beside: Mapping[str, Values]) -> dict[str, Any]:
    """Give one line; of a class without the words that the line of all classes has."""
    interval, value = estimate.interval, estimate.value
    line: dict[str, Any] = {
        "id": score.id,
        "of": estimate.of,
        "value": value,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "standard_error": None,
        "method": None if interval is None else interval.method,
        "note": estimate.note,
        **{which: values.get((score.id, estimate.of)) for which, values in beside.items()},
    }
    if interval is not None and value is not None:
        longer = max(interval.high - value, value - interval.low)
        line["standard_error"] = longer / _QUANTILE
    if estimate.of is None:
        words = ("name", "better", "minimum", "maximum", "reads")
        line |= {word: getattr(score, word) for word in words}
    return line


def _baselines(judged: Judged, known: Known | None) -> Iterator[tuple[str, str, Judged]]:
    if known is None:
        return
    yield ("baseline", *constant(judged, known.target))
    if (found := one_column(judged, known)) is not None:
        yield ("one_column", *found)


def _values(judged: Judged) -> Values:
    found = estimates(replace(judged, only_values=True))
    return {(score.id, estimate.of): estimate.value for score, estimate in found}


def _count(groups: Array | None) -> int | None:
    import numpy as np

    return None if groups is None else len(np.unique(groups))


def _noticed(judged: Judged) -> Iterator[str]:
    """Say what makes the scores say little."""
    import numpy as np

    if len(judged) < 30:
        yield f"The test part has {len(judged)} rows only; the intervals say how little that tells."
    if judged.groups is not None and (many := len(np.unique(judged.groups))) < 10:
        yield (
            f"The test part has rows of {many} groups only; the intervals take that into account, "
            "yet with so few they are rough."
        )
    if judged.kind == "classification":
        counts = np.bincount(judged.truth, minlength=len(judged.classes))
        absent = [str(judged.classes[place]) for place in np.flatnonzero(counts == 0)]
        if absent:
            named = ", ".join(absent[:5]) + (" …" if len(absent) > 5 else "")
            yield f"The test part holds no row of {named}; nothing is said of that."
