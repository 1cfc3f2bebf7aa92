"""The plan of a model that one algorithm learned, one model a target where there are several."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.learning.travel.retraining import Plan, plan_of_learner, why_not_learner
from armillary.learning.travel.retraining import _links as links
from armillary.learning.travel.retraining._learned import learners_of, methods_of
from armillary.learning.travel.retraining._whole import together

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


def why_not(model: FittedModel) -> str | None:
    """Say why it cannot be trained again; None where it can."""
    if (reason := links.why_not(model.predictor, _rows(model))) is not None:
        return reason
    reasons = (why_not_learner(learned) for learned in learners_of(model))
    return next((reason for reason in reasons if reason is not None), None)


def plan_of(model: FittedModel) -> Plan:
    """Give the plan of its learners, and of what is around them."""
    import numpy as np

    learners = learners_of(model)
    chance = np.random.default_rng(np.random.SeedSequence(model.seed).spawn(3)[2])
    width = len(model.preprocess.output_names())
    before = links.before_of(model.predictor, chance, _rows(model), width)
    plans = [plan_of_learner(learned) for learned in learners]
    return together(plans, before, methods_of(model), learners[0].dtype)


def _rows(model: FittedModel) -> int:
    return int(model.evaluation["split"]["train"])
