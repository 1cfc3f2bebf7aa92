"""Calibrating a sum of models by what its members say of rows that they have not learned from.

Nothing is learned anew: the search has kept what the sum says of the rows of its folds, each by
members that had not seen it, and of the test rows. Fitting on such rows what a model of all rows is
calibrated by is what scikit-learn's ``CalibratedClassifierCV(ensemble=False)`` does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from armillary.learning import calibration, conformal, metrics
from armillary.learning.calibration import CalibratedPredictor, Method
from armillary.learning.calibration.judged import judge_calibration
from armillary.learning.calibration.predictor import uncalibrated
from armillary.learning.model import FittedModel
from armillary.learning.scores import Judged, judge_rows
from armillary.learning.scores.rows import JudgedRows

_BASELINES = ("baseline", "one_column")


def calibrate_sum(
    model: FittedModel, held: Judged, rows: JudgedRows, method: Method
) -> FittedModel:
    """Give the sum calibrated on the rows of its folds, judged on those it was judged by.

    Where these are the rows of the folds themselves, each is judged by what was fitted on others.
    Raises `Invalid` where there are too few.
    """
    found = calibration.learn(method, held.truth, held.output, held.weights)
    crossed = calibration.cross_fitted(found, held.truth, held.output, held.weights, held.groups)
    is_by_folds = model.evaluation["part"] == "folds"
    output = crossed if is_by_folds else found.apply(rows.judged.output)
    after = replace(rows.judged, output=output)
    evaluation = _judge(model, after)
    evaluation["calibration"] = judge_calibration(found, rows.judged, after)
    target = str(model.task.target)
    reach = None if is_by_folds else conformal.learn(replace(held, output=crossed))
    if reach is not None:
        evaluation["conformal"] = conformal.verify(reach, after)
    return replace(
        model,
        predictor=CalibratedPredictor(uncalibrated(model.predictor), found),
        evaluation=evaluation,
        judged={target: replace(rows, judged=after)},
        conformal={} if reach is None else {target: reach},
    )


def _judge(model: FittedModel, after: Judged) -> dict[str, Any]:
    """Give the judgement anew; what the baselines give is as it was."""
    before = model.evaluation["scores"]
    scores = judge_rows(after, None, tuple(before["warnings"]))
    scores["warnings"] = list(dict.fromkeys(scores["warnings"]))
    scores["baselines"] = before["baselines"]
    known = {(one["id"], one["of"]): one for one in (*before["table"], *before["classes"])}
    for line in (*scores["table"], *scores["classes"]):
        held = known.get((line["id"], line["of"]), {})
        line |= {name: held[name] for name in _BASELINES if name in held}
    found = metrics.evaluate(after.truth, after.output, model.task.classes, after.weights)
    return {**model.evaluation, **found, "scores": scores}
