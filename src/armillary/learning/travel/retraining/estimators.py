"""Algorithms that are one estimator of scikit-learn, fitted in one piece."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.growing import row_settings, tree_settings
from armillary.learning.travel.retraining import Plan, Verbatim, learner

if TYPE_CHECKING:
    from armillary.learning.travel.retraining._learned import Learned

    Settings = Mapping[str, Any]
    Made = tuple[str, str, dict[str, Any]]
    """Module and class of an estimator, and its settings."""

_SEEDS_BELOW = 2**31 - 1


class Estimators:
    """Trees, forests, linear models and neighbours."""

    id = "estimators"

    def takes(self, learned: Learned) -> bool:
        """Take those that are written down here."""
        return learned.algorithm in _MAKERS

    def plan(self, learned: Learned) -> Plan:
        """Name the estimator and its settings."""
        module, name, settings = _MAKERS[learned.algorithm](learned)
        template = _template_of(learned.algorithm, settings)
        text = learner(template, module=Verbatim(module), name=Verbatim(name), settings=settings)
        return Plan(text)


retraining = Estimators()
_TEMPLATES = {
    "elastic_net": "learner_elastic.py",
    "hist_gradient_boosting": "learner_histogram.py",
}


def _template_of(algorithm: str, settings: Mapping[str, Any]) -> str:
    if settings.get("solver") == "saga":
        return "learner_stretches.py"
    return _TEMPLATES.get(algorithm, "learner_estimator.py")


def _forest(kind: str) -> Callable[[Learned], Made]:
    def made(learned: Learned) -> Made:
        data, predictor = learned.blank_table(), learned.predictor
        grown = len(predictor.trees)  # type: ignore[attr-defined]  # a forest has trees
        settings = tree_settings(data, learned.params) | row_settings(data, learned.params)
        own = {"n_estimators": grown, "random_state": learned.seed_of(_SEEDS_BELOW)}
        return "sklearn.ensemble", f"{kind}{_ending(learned)}", own | settings

    return made


def _tree(learned: Learned) -> Made:
    settings = tree_settings(learned.blank_table(), learned.params)
    own = {"splitter": learned.params["splitter"], "random_state": learned.seed_of(_SEEDS_BELOW)}
    return "sklearn.tree", f"DecisionTree{_ending(learned)}", settings | own


def _ridge(learned: Learned) -> Made:
    alpha = learned.params["alpha"]
    settings = {"alpha": alpha, "solver": "auto" if alpha > 0 else "svd"}
    return "sklearn.linear_model", "Ridge", settings


def _elastic(learned: Learned) -> Made:
    params = learned.params
    settings = {
        "share_of_spread": params["share_of_spread"],
        "l1_ratio": params["l1_ratio"],
        "max_iter": params["max_iter"],
        "tol": params["tolerance"],
    }
    return "sklearn.linear_model", "ElasticNet", settings


def _logistic(learned: Learned) -> Made:
    params = learned.params
    kind = params["regularization"]
    ratio = {"none": 0.0, "l2": 0.0, "l1": 1.0, "elastic_net": 0.5}[kind]
    settings = {
        # Python writes infinity, which leaves weights free, in no other way.
        "C": 1e300 if kind == "none" else params["c"],
        "l1_ratio": ratio,
        "solver": "saga" if ratio else "lbfgs",
        "class_weight": _none(params["class_weight"]),
        "tol": params["tolerance"],
        "max_iter": params["max_iter"],
        "random_state": learned.seed_of(2**31),
    }
    return "sklearn.linear_model", "LogisticRegression", settings


def _discriminant(learned: Learned) -> Made:
    params, n_classes = learned.params, len(learned.classes or ())
    is_auto = params["shrinkage"] == "auto"
    settings = {
        "solver": "lsqr",
        "shrinkage": "auto" if is_auto else params["shrinkage_share"],
        "priors": [1 / n_classes] * n_classes if params["prior"] == "equal" else None,
    }
    return "sklearn.discriminant_analysis", "LinearDiscriminantAnalysis", settings


def _neighbours(learned: Learned) -> Made:
    params, rows = learned.params, learned.rows
    settings = {name: params[name] for name in ("weights", "metric")}
    own = {"n_neighbors": min(params["n_neighbors"], rows)}
    return "sklearn.neighbors", f"KNeighbors{_ending(learned)}", own | settings


def _histogram(learned: Learned) -> Made:
    params, patience = learned.params, learned.params["early_stopping_rounds"]
    names = ("learning_rate", "max_iter", "max_leaf_nodes", "max_depth", "min_samples_leaf")
    more = ("l2_regularization", "max_bins", "max_features")
    settings = {name: params[name] for name in (*names, *more)} | {
        "early_stopping": patience is not None,
        "n_iter_no_change": patience or 10,
        "tol": params["min_delta"],
        "random_state": learned.seed_of(2**31),
    }
    if learned.classes is None:
        settings["loss"] = params["loss"]
    else:
        settings["class_weight"] = _none(params["class_weight"])
    return "sklearn.ensemble", f"HistGradientBoosting{_ending(learned)}", settings


def _ending(learned: Learned) -> str:
    return "Classifier" if learned.kind == "classification" else "Regressor"


def _none(value: Any) -> Any:
    return None if value == "none" else value


_MAKERS: Mapping[str, Callable[[Any], Any]] = {
    "decision_tree": _tree,
    "elastic_net": _elastic,
    "extra_trees": _forest("ExtraTrees"),
    "hist_gradient_boosting": _histogram,
    "k_nearest_neighbors": _neighbours,
    "linear_discriminant": _discriminant,
    "linear_regression": _ridge,
    "logistic_regression": _logistic,
    "random_forest": _forest("RandomForest"),
}
