"""LightGBM and XGBoost, driven for as many rounds as a model has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.rounds import Progress, rate_of
from armillary.learning.travel.retraining import Plan, learner
from armillary.learning.travel.retraining._blank import blank_table, seed_of

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_LEAST_RATE = 1e-9


class Boosters:
    """Boosting by a library of its own."""

    id = "boosters"

    def takes(self, model: FittedModel) -> bool:
        """Take both."""
        return model.algorithm in ("lightgbm", "xgboost")

    def plan(self, model: FittedModel) -> Plan:
        """Give the rounds, their settings and what they draw."""
        if model.algorithm == "lightgbm":
            return Plan(learner("learner_lightgbm.py", **_of_lightgbm(model)), ("lightgbm",))
        # Its sums are float32.
        text = learner("learner_xgboost.py", **_of_xgboost(model))
        return Plan(text, ("xgboost-cpu",), tolerance=1e-5)


retraining = Boosters()


def _of_lightgbm(model: FittedModel) -> dict[str, Any]:
    from armillary.learning.algorithms.lightgbm.settings import settings_of

    data, seed = blank_table(model), seed_of(model, 2**30)
    booster: Any = model.predictor.booster  # type: ignore[attr-defined]  # both kinds have one
    rounds = int(booster.current_iteration())
    rates = _rates(model, rounds)
    drawn = max(model.params["subsample"], min(1.0, 2 / len(data.target)))
    settings = settings_of(data, model.params, seed, threads=1)
    first = max(rates[0], _LEAST_RATE) if rates else model.params["learning_rate"]
    return {
        "settings": settings | {"learning_rate": first},
        "rounds": rounds,
        "rates": None if rates is None else [max(rate, _LEAST_RATE) for rate in rates],
        "balanced": _is_balanced(model),
        "share_drawn": drawn,
        "seed": seed,
    }


def _of_xgboost(model: FittedModel) -> dict[str, Any]:
    from armillary.learning.algorithms.xgboost.training import columns_drawn, settings_of

    data, seed = blank_table(model), seed_of(model, 2**30)
    booster: Any = model.predictor.booster  # type: ignore[attr-defined]  # both kinds have one
    rounds = int(booster.num_boosted_rounds())
    return {
        "settings": settings_of(data, model.params, seed, threads=1),
        "rounds": rounds,
        "rates": _rates(model, rounds),
        "balanced": _is_balanced(model),
        "share_drawn": model.params["subsample"],
        "columns_drawn": columns_drawn(data, model.params),
        "seed": seed,
    }


def _rates(model: FittedModel, rounds: int) -> list[float] | None:
    """Give the learning rate of each round, None where all have the same."""
    params = model.params
    if params["learning_rate_schedule"] == "constant" and not params["warm_up"]:
        return None
    begun = params["learning_rate"]
    return [rate_of(Progress(begun, rounds=done), params) for done in range(rounds)]


def _is_balanced(model: FittedModel) -> bool:
    return model.classes is not None and model.params["class_weight"] == "balanced"
