"""Judging what was learned without a target: each kind of task by numbers of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, cast

from armillary.learning.chain import Chained, Link, transform
from armillary.learning.contract import ClassLabel, Describer, Predictor, TaskKind
from armillary.learning.metrics import clusters, reduced, unusual
from armillary.learning.metrics.evaluate import NONE_YET
from armillary.learning.metrics.importance import feature_importance
from armillary.learning.metrics.measured import DescribedRows, Measured
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.prepare import Prepared
    from armillary.learning.preprocess import Preprocess

    Array = npt.NDArray[Any]

_TRAINING_ROWS = 10_000
_SHOWN_COLUMNS = 200


@dataclass(frozen=True)
class Part:
    """Some rows: encoded (n, n_columns), what was said of them (n, n_described), and labels (n,).

    A label is a place in the list of classes; -1 means that it is not known. ``places`` (n,) say
    where the rows stand in the table.
    """

    features: Array
    described: Array
    labels: Array
    places: Array
    groups: Array | None = None
    """Numbers the rows that belong together (n,); None where each stands alone."""


@dataclass(frozen=True)
class Looked:
    """What there is to judge by; ``judged`` are the test rows where new rows can be placed."""

    training: Part
    test: Part
    judged: Part
    classes: tuple[ClassLabel, ...] | None
    columns: tuple[str, ...]
    describer: Describer


class Judge(Protocol):
    """Gives the overall numbers, and what there is to draw.

    Where new rows were judged, ``scores_of_rows`` among the latter has the numbers with their
    intervals; ``rows`` is what was found of each of the rows.
    """

    def __call__(self, looked: Looked) -> tuple[dict[str, float | None], dict[str, Any]]:
        """Judge."""


def judge_described(
    prepared: Prepared, preprocess: Preprocess, predictor: Predictor
) -> tuple[dict[str, Any], DescribedRows | None]:
    """Give what `evaluate` gives, with other numbers, and under ``described`` what can be drawn.

    ``part`` says which rows were judged: those of the test part, or the training rows where the
    method knows no others. They are given besides, where there is something to say of each.
    """
    looked = _look(prepared, preprocess, cast(Describer, predictor))
    judge = _JUDGES[prepared.task.kind]
    overall, shown = judge(looked)
    scores, found = shown.pop("scores_of_rows", None), shown.pop("rows", None)
    importance = None
    if predictor.importance() is not None:
        importance = feature_importance(
            predictor,
            looked.judged.features,
            looked.judged.labels,
            preprocess.sources(),
            prepared.task.kind,
            per_unit=preprocess.encoding.scale,
        )
    part = "test" if looked.describer.places_new else "train"
    own = {} if scores is None else {"scores": scores}
    evaluation = own | {
        "overall_metrics": {**NONE_YET, **overall},
        "confusion_matrix": None,
        "class_labels": None,
        "roc_data": shown.pop("roc_data", None),
        "predictions": None,
        "feature_importance": importance,
        "part": part,
        "described": {"kind": prepared.task.kind, **shown},
    }
    return evaluation, None if found is None else _rows_of(prepared, looked, part, found)


def _rows_of(prepared: Prepared, looked: Looked, part: str, found: Measured) -> DescribedRows:
    return DescribedRows(
        prepared.task.kind,
        part,
        found,
        looked.judged.places,
        looked.judged.labels,
        looked.classes,
        prepared.recipe is None,
    )


def _look(prepared: Prepared, preprocess: Preprocess, describer: Describer) -> Looked:
    parts = (prepared.training_part(preprocess, _TRAINING_ROWS), prepared.test_part(preprocess))
    links: tuple[Link, ...] = ()
    last, encoding = describer, preprocess.encoding
    if isinstance(describer, Chained):
        links, encoding, last = describer.links, describer.encoding, cast(Any, describer.last)

    def look(features: Array, labels: Array, rows: Array, groups: Array | None) -> Part:
        reached = transform(links, features, encoding)
        places = prepared.target.rows[rows]
        return Part(reached, last.predict(reached), labels, places, groups)

    split = prepared.split
    groups = None if prepared.groups is None else prepared.groups[split.test]
    learned = split.train[spread(len(split.train), _TRAINING_ROWS)]
    training, test = look(*parts[0], learned, None), look(*parts[1], split.test, groups)
    return Looked(
        training=training,
        test=test,
        judged=test if describer.places_new else training,
        classes=prepared.target.classes,
        columns=describer.columns,
        describer=last,
    )


def _transformed(looked: Looked) -> tuple[dict[str, float | None], dict[str, Any]]:
    """Say what a transformed table is like: each column's middle, spread and range."""
    values = looked.test.described
    facts = [
        {"mean": float(column.mean()), "spread": float(column.std()),
         "minimum": float(column.min()), "maximum": float(column.max())}
        for column in values.T
    ]  # fmt: skip
    rows = [{"name": name, **fact} for name, fact in zip(looked.columns, facts, strict=True)]
    overall: dict[str, float | None] = {
        "columns_in": float(looked.test.features.shape[1]),
        "columns_out": float(values.shape[1]),
    }
    return overall, {"columns": rows[:_SHOWN_COLUMNS]}


_JUDGES: Mapping[TaskKind, Judge] = {
    "clustering": clusters.judge,
    "anomaly_detection": unusual.judge,
    "dimensionality_reduction": reduced.judge,
    "preprocessing": _transformed,
}
