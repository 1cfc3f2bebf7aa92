"""A trained model in use: rows in, predictions out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from armillary.learning import several
from armillary.learning.calibration import Calibration, calibration_of, innermost
from armillary.learning.chain import Chained
from armillary.learning.contract import SUPERVISED, ClassLabel, Describer, Predictor, Task

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from armillary.learning.conformal import Conformal
    from armillary.learning.course import Course
    from armillary.learning.familiar import Profile, Strange
    from armillary.learning.metrics.measured import DescribedRows
    from armillary.learning.preprocess import Preprocess
    from armillary.learning.recipe.fitted import FittedRecipe
    from armillary.learning.scores.rows import JudgedRows


@dataclass(frozen=True)
class Predictions:
    """What a model says of n rows.

    ``values`` (n,) are class labels or numbers, None or NaN where the model says none;
    ``probabilities`` (n, n_classes) are in the order
    of ``classes``; both are None for regression. A model without a target says several things of
    each row, ``described`` by name (n,); then ``values`` are the clusters (-1: none), whether a row
    is unusual, or None.
    """

    values: npt.NDArray[Any]
    probabilities: npt.NDArray[np.float64] | None = None
    classes: tuple[ClassLabel, ...] | None = None
    described: Mapping[str, npt.NDArray[Any]] | None = None
    targets: Mapping[str, Predictions] | None = None
    """What is said of each of several targets; the rest is that of the first."""
    reaches: npt.NDArray[Any] | None = None
    """Bounds (n, 2) around numbers, or which classes (n, n_classes) a row may be of."""
    level: float | None = None
    """In which share of cases the truth lies within."""

    def to_rows(self) -> list[dict[str, Any]]:
        """Give ``{prediction, probabilities: {class: p} | None}`` for each row, as plain data.

        What a model without a target says is there as ``described: {name: value}``, what one of
        several targets says of each as ``targets: {name: {prediction, probabilities}}``. Where it
        is known how far predictions reach, there is ``interval: {low, high, level}`` beside a
        number, and ``set: {classes, level}`` beside a class.
        """
        if self.targets is not None:
            said = {name: each.to_rows() for name, each in self.targets.items()}
            by_row = [dict(zip(said, row, strict=True)) for row in zip(*said.values(), strict=True)]
            return [{**next(iter(row.values())), "targets": row} for row in by_row]
        values = self.values.tolist()
        if self.described is not None:
            return [
                {"prediction": value, "probabilities": None, "described": row}
                for value, row in zip(values, self._described_rows(), strict=True)
            ]
        reaches = self._reach_rows()
        if self.probabilities is None or self.classes is None:
            return [
                {"prediction": value, "probabilities": None, **reach}
                for value, reach in zip(values, reaches, strict=True)
            ]
        names = [str(label) for label in self.classes]
        return [
            {"prediction": value, "probabilities": dict(zip(names, row, strict=True)), **reach}
            for value, row, reach in zip(values, self.probabilities.tolist(), reaches, strict=True)
        ]

    def _reach_rows(self) -> list[dict[str, Any]]:
        """Say of each row how far its prediction reaches; nothing where that is not known."""
        if self.reaches is None:
            return [{} for _ in range(len(self.values))]
        level = self.level
        if self.classes is None:
            return [
                {"interval": {"low": low, "high": high, "level": level}}
                for low, high in self.reaches.tolist()
            ]
        labels = self.classes
        return [
            {"set": {"classes": [labels[at] for at, is_in in enumerate(row) if is_in],
                     "level": level}}
            for row in self.reaches.tolist()
        ]  # fmt: skip

    def _described_rows(self) -> list[dict[str, Any]]:
        described = self.described or {}
        columns = [values.tolist() for values in described.values()]
        return [dict(zip(described, row, strict=True)) for row in zip(*columns, strict=True)]


@dataclass(frozen=True)
class FittedModel:
    """A trained model with all that it takes to use, judge and store it.

    ``evaluation`` is what `armillary.learning.metrics.evaluate` gives, with ``feature_importance``
    and the sizes of the ``split``; ``proof_rows`` are a few rows of the table, with which a stored
    model proves that it still predicts the same. Where there is a ``recipe``, rows go through it
    before they are encoded, and its columns are those that the model asks for.
    """

    algorithm: str
    params: Mapping[str, Any]
    task: Task
    seed: int
    preprocess: Preprocess
    predictor: Predictor
    evaluation: Mapping[str, Any]
    schema_hash: str
    data_hash: str
    proof_rows: Sequence[Mapping[str, Any]]
    warnings: tuple[str, ...] = ()
    recipe: FittedRecipe | None = None
    judged: Mapping[str, JudgedRows] = field(default_factory=dict)
    """The rows that it was judged by, and what it said of them, by target; not in a bundle."""
    described_rows: DescribedRows | None = None
    """The rows that it was looked at by where it predicts no column; not in a bundle."""
    conformal: Mapping[str, Conformal] = field(default_factory=dict)
    """How far its predictions reach, by target; without those of which that was not found."""
    profile: Profile | None = None
    """What it saw in training, in short; None in bundles from before that was kept."""
    course: Course | None = None
    """Which values held from which step on; None where those of ``params`` held all along."""

    @property
    def first(self) -> list[dict[str, Any]]:
        """The algorithms that rows go through before the model's own, with their values."""
        links = self.predictor.links if isinstance(self.predictor, Chained) else ()
        return [link.to_json() for link in links]

    @property
    def calibration(self) -> Calibration | None:
        """How its probabilities are calibrated; of several targets those of the first."""
        last = innermost(self.predictor)
        return calibration_of(last.predictors[0] if isinstance(last, several.Several) else last)

    @property
    def describes(self) -> tuple[str, ...] | None:
        """What a model without a target says of a row; None where it predicts one."""
        is_describer = self.task.kind not in SUPERVISED
        return cast("Describer", self.predictor).columns if is_describer else None

    @property
    def features(self) -> list[dict[str, Any]]:
        """Describe the columns it needs: ``{name, type, choices?, minimum?, maximum?, example}``.

        ``type`` is numeric, boolean, categorical or datetime.
        """
        return self.preprocess.describe() if self.recipe is None else self.recipe.describe()

    @property
    def classes(self) -> tuple[ClassLabel, ...] | None:
        """The labels in the order of the probabilities; None for regression."""
        return self.task.classes

    @property
    def targets(self) -> list[dict[str, Any]] | None:
        """Of several targets each as ``{name, classes, metrics}``; None where there is one."""
        if not self.task.targets:
            return None
        judged = self.evaluation["targets"]
        return [
            {
                "name": name,
                "classes": None
                if self.task.classes_of is None
                else list(self.task.classes_of[place]),
                "metrics": judged[name]["overall_metrics"],
            }
            for place, name in enumerate(self.task.targets)
        ]

    @property
    def metrics(self) -> Mapping[str, float | None]:
        """The overall metrics on rows that the training did not see."""
        metrics: Mapping[str, float | None] = self.evaluation["overall_metrics"]
        return metrics

    def predict(self, frame: pd.DataFrame) -> Predictions:
        """Predict every row of a table; extra columns are ignored, a missing one is refused."""
        if self.recipe is not None:
            frame = self.recipe.apply(frame)
        return self.predict_encoded(self.preprocess.encode(frame))

    def predict_rows(self, rows: Sequence[Mapping[str, Any]]) -> Predictions:
        """Predict rows given as ``{column: value}``, as a form or a request has them."""
        return self.predict_encoded(self.encode_rows(rows))

    def strange(self, rows: pd.DataFrame | Sequence[Mapping[str, Any]]) -> Strange | None:
        """Find the rows that are too far from what it saw; None where that is not known."""
        from armillary.learning.familiar import find_strange

        if self.profile is None or not len(rows):
            return None
        if self.recipe is not None:
            if isinstance(rows, Sequence):
                rows = self.recipe.apply_rows(rows)
            else:
                rows = self.recipe.apply(rows)
        return find_strange(self.profile, rows)

    def encode_rows(self, rows: Sequence[Mapping[str, Any]]) -> npt.NDArray[Any]:
        """Give the numbers that rows become, as `predict_encoded` takes them."""
        if self.recipe is None:
            return self.preprocess.encode_rows(rows)
        return self.preprocess.encode(self.recipe.apply_rows(rows))

    def predict_encoded(self, features: npt.NDArray[Any]) -> Predictions:
        """Predict rows that are encoded already."""
        import numpy as np

        if self.task.kind not in SUPERVISED:
            return self._describe(features)
        if not len(features):
            return self._predict_nothing()
        output = self.predictor.predict(features).astype(np.float64, copy=False)
        if self.task.targets:
            return self._split(output, self.task.targets)
        return _said(output, self.task.classes, self.conformal.get(self.task.target or ""))

    def _split(self, output: npt.NDArray[Any], names: Sequence[str]) -> Predictions:
        """Give what stands side by side in the output (n_rows, n_numbers) by target."""
        parts = several.apart(self.task, output)
        said = {
            name: _said(part, several.classes_at(self.task, place), self.conformal.get(name))
            for place, (name, part) in enumerate(zip(names, parts, strict=True))
        }
        return replace(said[names[0]], targets=said)

    def _describe(self, features: npt.NDArray[Any]) -> Predictions:
        """Say what a model without a target says, each thing in its own type."""
        import numpy as np

        predictor = cast("Describer", self.predictor)
        output = np.empty((0, len(predictor.columns)))
        if len(features):
            output = predictor.predict(features).astype(np.float64, copy=False)
        described: dict[str, npt.NDArray[Any]] = dict(zip(predictor.columns, output.T, strict=True))
        values = np.full(len(features), None, dtype=object)
        if self.task.kind == "clustering":
            values = described["cluster"] = described["cluster"].astype(np.int64)
        elif self.task.kind == "anomaly_detection":
            values = described["is_unusual"] = described["is_unusual"] > 0
        return Predictions(values, described=described)

    def _predict_nothing(self) -> Predictions:
        """Give the predictions of no rows, which not every library knows how to."""
        import numpy as np

        if self.task.targets:
            nothing = np.empty((0, sum(several.widths(self.task))))
            return self._split(nothing, self.task.targets)
        if self.task.classes is None:
            return Predictions(np.empty(0))
        nothing = np.empty((0, len(self.task.classes)))
        return Predictions(np.empty(0, dtype=object), nothing, self.task.classes)


def _said(
    output: npt.NDArray[Any], classes: tuple[ClassLabel, ...] | None, reach: Conformal | None
) -> Predictions:
    """Give the predictions of one target: its values (n_rows,), or probabilities of its classes."""
    import numpy as np

    if classes is None:
        said = Predictions(output)
    else:
        labels = np.array(classes, dtype=object)
        values = labels[output.argmax(axis=1)]
        # What is no number is the most probable to none but argmax.
        values[~np.isfinite(output).all(axis=1)] = None
        said = Predictions(values, output, classes)
    if reach is None:
        return said
    reaches = reach.intervals(output) if classes is None else reach.sets(output)
    return replace(said, reaches=reaches, level=reach.level)
