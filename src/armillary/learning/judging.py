"""What becomes of a trained predictor: calibrated, then judged once on the test part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, cast

from armillary.base.errors import Invalid
from armillary.learning import calibration, conformal, metrics, several
from armillary.learning.calibration import CalibratedPredictor
from armillary.learning.calibration.judged import judge_calibration, not_calibrated
from armillary.learning.calibration.predictor import uncalibrated
from armillary.learning.contract import SUPERVISED, Predictor, Table
from armillary.learning.metrics.measured import DescribedRows
from armillary.learning.prepare import Prepared
from armillary.learning.preprocess import Preprocess
from armillary.learning.scores import Judged, judge_rows, judged_of
from armillary.learning.scores.rows import JudgedRows, judged_rows, known_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Matrix = npt.NDArray[Any]
    Part = tuple[Matrix, Matrix]

MOST_HELD = 5_000
"""From how many rows of the validation part it is found at most how far predictions reach."""


@dataclass(frozen=True)
class Judgement:
    """A predictor as it is kept, and what the rows it has not seen say of it.

    ``judged`` are the test rows, and ``reach`` says how far predictions reach, for each column that
    is predicted; where too few rows say so, it is left out. ``described`` are the rows that were
    looked at where no column is predicted.
    """

    predictor: Predictor
    evaluation: dict[str, Any]
    judged: Mapping[str, JudgedRows] = field(default_factory=dict)
    reach: Mapping[str, conformal.Conformal] = field(default_factory=dict)
    described: DescribedRows | None = None


@dataclass(frozen=True)
class Judging:
    """The rows to judge by, and how probabilities are to be calibrated.

    ``encoded`` is the table as it was learned from, where nothing but the preprocessing made it.
    """

    prepared: Prepared
    preprocess: Preprocess
    method: calibration.Method = "none"
    encoded: Table | None = None

    def judge(self, predictor: Predictor) -> Judgement:
        """Calibrate a predictor on the validation part, and judge it on the test part."""
        task = self.prepared.task
        if task.kind not in SUPERVISED:
            found, rows = metrics.judge_described(self.prepared, self.preprocess, predictor)
            return Judgement(predictor, found, described=rows)
        if task.targets:
            return self._judge_several(predictor, task.targets)
        assert task.target is not None
        return self._judge_one(predictor, self.prepared, task.target)

    def _judge_several(self, predictor: Predictor, names: Sequence[str]) -> Judgement:
        """Judge each target by its own predictor, and all by the mean."""
        last = cast(several.Several, calibration.innermost(predictor))
        targets = (self.prepared.target, *self.prepared.others)
        judged, kept = {}, []
        rows: dict[str, JudgedRows] = {}
        reach: dict[str, conformal.Conformal] = {}
        for name, target, one in zip(names, targets, last.predictors, strict=True):
            own = calibration.with_innermost(predictor, one)
            found = self._judge_one(own, self.prepared.facing(name, target), name)
            judged[name] = found.evaluation
            rows |= found.judged
            reach |= found.reach
            kept.append(calibration.innermost(found.predictor))
        whole = calibration.with_innermost(predictor, several.Several(tuple(kept)))
        return Judgement(whole, metrics.summarise(judged), rows, reach)

    def _judge_one(self, predictor: Predictor, prepared: Prepared, name: str) -> Judgement:
        validation = prepared.validation_part(self.preprocess, self.encoded)
        weights = prepared.validation_weights()
        predictor, why_not = _calibrated(predictor, validation, weights, self.method)
        features, target = prepared.test_part(self.preprocess)
        rows = judged_rows(prepared, predictor.predict(features), features.shape[1])
        evaluation = self._evaluate(predictor, prepared, features, rows)
        found, classes = calibration.calibration_of(predictor), prepared.task.classes
        if found is not None:
            before = uncalibrated(predictor).predict(features)
            stated = replace(rows.judged, output=judged_of(target, before, classes)[0].output)
            evaluation["calibration"] = judge_calibration(found, stated, rows.judged)
        elif why_not is not None:
            evaluation["calibration"] = not_calibrated(self.method, why_not)
        reach = conformal.learn(self._held(predictor, prepared, validation))
        if reach is None:
            return Judgement(predictor, evaluation, {name: rows})
        evaluation["conformal"] = conformal.verify(reach, rows.judged)
        return Judgement(predictor, evaluation, {name: rows}, {name: reach})

    def _evaluate(
        self, predictor: Predictor, prepared: Prepared, features: Matrix, rows: JudgedRows
    ) -> dict[str, Any]:
        judged, preprocess = rows.judged, self.preprocess
        importance = metrics.feature_importance(
            predictor,
            features,
            judged.truth,
            preprocess.sources(),
            prepared.task.kind,
            per_unit=preprocess.encoding.scale,
        )
        evaluation = metrics.evaluate(
            judged.truth, judged.output, prepared.task.classes, prepared.test_weights()
        )
        known = known_of(prepared, preprocess, features, self.encoded)
        scores = judge_rows(judged, known, rows.warnings)
        own = {"part": "test", "feature_importance": importance, "scores": scores}
        return evaluation | own | {"weighted_by": prepared.task.weight}

    def _held(self, predictor: Predictor, prepared: Prepared, part: Part) -> Judged:
        """Give rows of the validation part, and what what was not fitted on them says of each.

        A draw of many rows: how far predictions reach is known as well by them, and predicting
        every row would take long beside a training that predicts none.
        """
        features, truth = part
        groups, weights = prepared.validation_groups(), prepared.validation_weights()
        if len(truth) > MOST_HELD:
            drawn = _draw(len(truth))
            features, truth = features[drawn], truth[drawn]
            groups = None if groups is None else groups[drawn]
            weights = None if weights is None else weights[drawn]
        found = calibration.calibration_of(predictor)
        output = uncalibrated(predictor).predict(features)
        if found is not None:
            output = calibration.cross_fitted(found, truth, output, weights, groups)
        held, _ = judged_of(truth, output, prepared.task.classes, groups, weights=weights)
        return held


def _draw(n_rows: int) -> Matrix:
    import numpy as np

    return np.sort(np.random.default_rng(0).choice(n_rows, MOST_HELD, replace=False))


def calibrate(
    predictor: Predictor, prepared: Prepared, preprocess: Preprocess, method: calibration.Method
) -> tuple[Predictor, str | None]:
    """Give a predictor calibrated on the validation part, or as it is with the reason."""
    if method == "none":
        return predictor, None
    part = prepared.validation_part(preprocess)
    return _calibrated(predictor, part, prepared.validation_weights(), method)


def _calibrated(
    predictor: Predictor, part: Part, weights: Matrix | None, method: calibration.Method
) -> tuple[Predictor, str | None]:
    if method == "none":
        return predictor, None
    features, truth = part
    try:
        found = calibration.learn(method, truth, predictor.predict(features), weights)
    except Invalid as refused:
        return predictor, refused.message
    last = CalibratedPredictor(calibration.innermost(predictor), found)
    return calibration.with_innermost(predictor, last), None
