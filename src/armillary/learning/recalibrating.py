"""Calibrating a model that is trained already, by the rows that were kept from its training."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Conflict, Invalid
from armillary.learning import several
from armillary.learning.calibration import Method, innermost, with_innermost
from armillary.learning.calibration.predictor import uncalibrated
from armillary.learning.contract import ONE_THREAD, Machine, Predictor, State, Task
from armillary.learning.fit_snapshot import FitSnapshot, Fitting
from armillary.learning.judging import Judging
from armillary.learning.model import FittedModel
from armillary.learning.prepare import prepare
from armillary.learning.redrawing import shares_of
from armillary.learning.threads import limited

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.recipe.training import TrainingRecipe


def recalibrate(
    frame: pd.DataFrame,
    task: Task,
    model: FittedModel,
    method: Method,
    *,
    recipe: TrainingRecipe | None = None,
    machine: Machine = ONE_THREAD,
) -> Fitting:
    """Give one final snapshot with the same model, calibrated and judged anew.

    The table is split as it was for the training, so the rows to calibrate by and to judge by are
    those that the model has not learned from. A calibration that it has is replaced. Raises
    `Conflict` where the table is another one by now, `Invalid` where its rows do not suffice.
    """
    import numpy as np

    split_seed = np.random.SeedSequence(model.seed).spawn(1)[0]
    with limited(machine.threads):
        rng = np.random.default_rng(split_seed)
        own = {"shares": model.evaluation["shares"]} if "shares" in model.evaluation else {}
        prepared = prepare(frame, task, shares_of(model), rng, recipe, model.seed)
        if prepared.data_hash != model.data_hash:
            raise Conflict(
                "The dataset has changed since the model learned from it, so it is not known which "
                "rows it has not seen. Train it again with a calibration.",
                code="table_changed",
            )
        judging = Judging(prepared, model.preprocess, method)
        found = judging.judge(_as_it_was(model.predictor))
    _require_calibrated(found.evaluation)
    calibrated = replace(
        model,
        predictor=found.predictor,
        evaluation=found.evaluation | {"split": prepared.split.sizes()} | own,
        judged=found.judged,
        conformal=found.reach,
    )
    yield FitSnapshot(
        step=1,
        total=1,
        unit="calibration",
        fraction=1.0,
        metrics={},
        state=lambda: State({}),
        model=lambda: calibrated,
        final=True,
        evaluation=calibrated.evaluation,
        warnings=prepared.warnings,
    )


def _as_it_was(predictor: Predictor) -> Predictor:
    last = innermost(predictor)
    if not isinstance(last, several.Several):
        return uncalibrated(predictor)
    each = several.Several(tuple(uncalibrated(one) for one in last.predictors))
    return with_innermost(predictor, each)


def _require_calibrated(evaluation: Mapping[str, Any]) -> None:
    """Refuse what left every target as it was."""
    judged = list((evaluation.get("targets") or {"": evaluation}).values())
    told = [one["calibration"] for one in judged if "calibration" in one]
    if told and not any(one["is_applied"] for one in told):
        raise Invalid(told[0]["why_not"], code="too_few_to_calibrate")
