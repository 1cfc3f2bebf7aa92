"""LightGBM, XGBoost and CatBoost, driven for as many rounds as a model has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.rounds import Progress, rate_of
from armillary.learning.travel.retraining import Plan, learner

if TYPE_CHECKING:
    from armillary.learning.travel.retraining._learned import Learned

_LEAST_RATE = 1e-9


class Boosters:
    """Boosting by a library of its own."""

    id = "boosters"

    def takes(self, learned: Learned) -> bool:
        """Take all three."""
        return learned.algorithm in ("lightgbm", "xgboost", "catboost")

    def plan(self, learned: Learned) -> Plan:
        """Give the rounds, their settings and what they draw."""
        if learned.algorithm == "lightgbm":
            return Plan(learner("learner_lightgbm.py", **_of_lightgbm(learned)), ("lightgbm",))
        if learned.algorithm == "catboost":
            return Plan(learner("learner_catboost.py", **_of_catboost(learned)), ("catboost",))
        # Its sums are float32.
        text = learner("learner_xgboost.py", **_of_xgboost(learned))
        return Plan(text, ("xgboost-cpu",), tolerance=1e-5)


retraining = Boosters()


def _of_lightgbm(learned: Learned) -> dict[str, Any]:
    from armillary.learning.algorithms.lightgbm.settings import settings_of

    data, seed = learned.blank_table(), learned.seed_of(2**30)
    booster: Any = learned.predictor.booster  # type: ignore[attr-defined]  # both kinds have one
    rounds = int(booster.current_iteration())
    rates = _rates(learned, rounds)
    drawn = max(learned.params["subsample"], min(1.0, 2 / len(data.target)))
    settings = settings_of(data, learned.params, seed, threads=1)
    first = max(rates[0], _LEAST_RATE) if rates else learned.params["learning_rate"]
    return {
        "settings": settings | {"learning_rate": first},
        "rounds": rounds,
        "rates": None if rates is None else [max(rate, _LEAST_RATE) for rate in rates],
        "balanced": _is_balanced(learned),
        "share_drawn": drawn,
        "seed": seed,
    }


def _of_xgboost(learned: Learned) -> dict[str, Any]:
    from armillary.learning.algorithms.xgboost.training import columns_drawn, settings_of

    data, seed = learned.blank_table(), learned.seed_of(2**30)
    booster: Any = learned.predictor.booster  # type: ignore[attr-defined]  # both kinds have one
    rounds = int(booster.num_boosted_rounds())
    return {
        "settings": settings_of(data, learned.params, seed, threads=1),
        "rounds": rounds,
        "rates": _rates(learned, rounds),
        "balanced": _is_balanced(learned),
        "share_drawn": learned.params["subsample"],
        "columns_drawn": columns_drawn(data, learned.params),
        "seed": seed,
    }


def _of_catboost(learned: Learned) -> dict[str, Any]:
    from armillary.learning.algorithms.catboost.training import TOGETHER, settings_of

    data, params = learned.blank_table(), learned.params
    trees: Any = learned.predictor
    rounds = len(trees.trees)
    rates = _rates(learned, rounds) or [params["learning_rate"]] * rounds
    return {
        "settings": settings_of(data, params, threads=1),
        "rates": rates[::TOGETHER],
        "rounds": rounds,
        "planned": params["n_estimators"],
        "borders": params["max_bin"],
        "balanced": _is_balanced(learned),
        "n_classes": data.n_classes,
        "seed": learned.seed_of(2**30),
    }


def _rates(learned: Learned, rounds: int) -> list[float] | None:
    """Give the learning rate of each round, None where all have the same."""
    params = learned.params
    if params["learning_rate_schedule"] == "constant" and not params["warm_up"]:
        return None
    begun = params["learning_rate"]
    return [rate_of(Progress(begun, rounds=done), params) for done in range(rounds)]


def _is_balanced(learned: Learned) -> bool:
    return learned.classes is not None and learned.params["class_weight"] == "balanced"
