"""Algorithms whose training is Armillary's own, told again with plain numpy and scikit-learn."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.course import at
from armillary.learning.travel.retraining import Plan, learner, one_by_one

if TYPE_CHECKING:
    from armillary.learning.travel.retraining._learned import Learned


class OwnWords:
    """Naive Bayes, AdaBoost and support vector machines."""

    id = "own_words"

    def takes(self, learned: Learned) -> bool:
        """Take those that are written down here."""
        return learned.algorithm in _PLANS

    def plan(self, learned: Learned) -> Plan:
        """Give the training with its values."""
        return _PLANS[learned.algorithm](learned)


retraining = OwnWords()


def _naive_bayes(learned: Learned) -> Plan:
    names = ("alpha", "prior", "var_smoothing")
    settings = {name: learned.params[name] for name in names}
    return Plan(learner("learner_naive_bayes.py", settings=settings, n_classes=_n_classes(learned)))


def _adaboost(learned: Learned) -> Plan:
    params = learned.params
    forest: Any = learned.predictor
    trees = len(forest.weights)
    held = learned.values_of(trees)
    text = learner(
        "learner_adaboost.py",
        settings={name: params[name] for name in ("max_depth", "min_samples_leaf")},
        trees=trees,
        rates=one_by_one([at(held, done)["learning_rate"] for done in range(trees)]),
        loss=params["loss"],
        balanced=learned.classes is not None and params["class_weight"] == "balanced",
        n_classes=_n_classes(learned),
        seed=learned.seed_of(2**31 - 1),
    )
    return Plan(text)


def _support_vectors(learned: Learned) -> Plan:
    params = learned.params
    names = {"kernel": "kernel", "C": "c", "degree": "degree", "coef0": "coef0"}
    more = {"tol": "tolerance", "max_iter": "max_iter"}
    settings = {own: params[name] for own, name in {**names, **more}.items()}
    if learned.classes is None:
        settings["epsilon"] = params["epsilon"]
    elif params["class_weight"] != "none":
        settings["class_weight"] = params["class_weight"]
    text = learner(
        "learner_svm.py",
        settings=settings | {"cache_size": 200},
        gamma=params["gamma"],
        most_rows=params["max_rows"],
        n_classes=_n_classes(learned),
        entropy=learned.entropy,
        spawn_key=learned.spawn_key,
    )
    # Distances of rows are added up in another order.
    return Plan(text, tolerance=1e-5)


def _n_classes(learned: Learned) -> int:
    return len(learned.classes or ())


_PLANS: Mapping[str, Callable[[Learned], Plan]] = {
    "adaboost": _adaboost,
    "naive_bayes": _naive_bayes,
    "support_vector_machine": _support_vectors,
}
