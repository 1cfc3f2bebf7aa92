"""LightGBM, XGBoost and CatBoost, driven for as many rounds as a model has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.course import at
from armillary.learning.rounds import Progress, rate_of
from armillary.learning.travel.retraining import Plan, learner, one_by_one

if TYPE_CHECKING:
    from armillary.learning.travel.retraining._learned import Learned

    Values = Mapping[str, Any]

_LEAST_RATE = 1e-9
_OF_LIGHTGBM = ("lightgbm", "linear_boosting")


class Boosters:
    """Boosting by a library of its own."""

    id = "boosters"

    def takes(self, learned: Learned) -> bool:
        """Take all three."""
        return learned.algorithm in (*_OF_LIGHTGBM, "xgboost", "catboost")

    def plan(self, learned: Learned) -> Plan:
        """Give the rounds, their settings and what they draw."""
        if learned.algorithm in _OF_LIGHTGBM:
            return Plan(learner("learner_lightgbm.py", **_of_lightgbm(learned)), ("lightgbm",))
        if learned.algorithm == "catboost":
            return Plan(learner("learner_catboost.py", **_of_catboost(learned)), ("catboost",))
        # Its sums are float32.
        text = learner("learner_xgboost.py", **_of_xgboost(learned))
        return Plan(text, ("xgboost-cpu",), tolerance=1e-5)


retraining = Boosters()


def _of_lightgbm(learned: Learned) -> dict[str, Any]:
    from armillary.learning.leafwise.settings import settings_of

    data, seed = learned.blank_table(), learned.seed_of(2**30)
    booster: Any = learned.predictor.booster  # type: ignore[attr-defined]  # both kinds have one
    rounds = int(booster.current_iteration())

    def stretch(values: Values) -> dict[str, Any]:
        return {
            "settings": settings_of(data, values, seed, threads=1),
            "share_drawn": max(values["subsample"], min(1.0, 2 / len(data.target))),
        }

    return {
        "stretches": _stretches(learned.values_of(rounds), stretch),
        "rounds": rounds,
        "rates": one_by_one([max(rate, _LEAST_RATE) for rate in _rates(learned, rounds)]),
        "balanced": _is_balanced(learned),
        "seed": seed,
    }


def _of_xgboost(learned: Learned) -> dict[str, Any]:
    from armillary.learning.algorithms.xgboost.training import columns_drawn, settings_of

    data, seed = learned.blank_table(), learned.seed_of(2**30)
    booster: Any = learned.predictor.booster  # type: ignore[attr-defined]  # both kinds have one
    rounds = int(booster.num_boosted_rounds())

    def stretch(values: Values) -> dict[str, Any]:
        settings = settings_of(data, values, seed, threads=1)
        del settings["learning_rate"]  # each round has its own
        return {
            "settings": settings,
            "share_drawn": values["subsample"],
            "columns_drawn": columns_drawn(data, values),
        }

    return {
        "stretches": _stretches(learned.values_of(rounds), stretch),
        "rounds": rounds,
        "rates": one_by_one(_rates(learned, rounds)),
        "balanced": _is_balanced(learned),
        "seed": seed,
    }


def _of_catboost(learned: Learned) -> dict[str, Any]:
    from armillary.learning.algorithms.catboost.training import TOGETHER, settings_of

    data = learned.blank_table()
    trees: Any = learned.predictor
    rounds = len(trees.trees)
    # Who goes on in the middle of ten grows them anew.
    reached = learned.values_of(rounds + TOGETHER)
    held = [(behind - behind % TOGETHER, values) for behind, values in reached]
    tens = []
    for first in range(0, rounds, TOGETHER):
        values = at(held, first)
        own = {
            "iterations": min(values["n_estimators"], first + TOGETHER) - first,
            "learning_rate": _rate(values, first),
            "random_seed": learned.seed_of(2**30) + first,
        }
        tens.append(settings_of(data, values, threads=1) | own)
    common = {
        name: value for name, value in tens[0].items() if all(one[name] == value for one in tens)
    }
    return {
        "settings": common,
        "tens": [{name: ten[name] for name in ten if name not in common} for ten in tens],
        "rounds": rounds,
        "borders": learned.params["max_bin"],
        "balanced": _is_balanced(learned),
        "n_classes": data.n_classes,
    }


def _stretches(
    held: Sequence[tuple[int, Values]], stretch: Callable[[Values], dict[str, Any]]
) -> list[dict[str, Any]]:
    """Give the settings by the round before which they began to hold, each only once."""
    found: list[dict[str, Any]] = []
    for behind, values in held:
        own = stretch(values)
        if not found or own != {name: found[-1][name] for name in own}:
            found.append({"behind": behind, **own})
    return found


def _rates(learned: Learned, rounds: int) -> list[float]:
    """Give the learning rate of each round."""
    held = learned.values_of(rounds)
    return [_rate(at(held, done), done) for done in range(rounds)]


def _rate(values: Values, done: int) -> float:
    return rate_of(Progress(values["learning_rate"], rounds=done), values)


def _is_balanced(learned: Learned) -> bool:
    return learned.classes is not None and learned.params["class_weight"] == "balanced"
