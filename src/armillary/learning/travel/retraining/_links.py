"""What goes before a learner, as a project fits it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.chain import Chained, Link, Step
from armillary.learning.contract import Predictor
from armillary.learning.travel.retraining import Plan, networks

if TYPE_CHECKING:
    import numpy as np

_SEEDS_BELOW = 2**31
_DERIVED_SEEDS_BELOW = 2**31 - 1
_PLAIN = frozenset(
    {
        "standard_scaler",
        "min_max_scaler",
        "robust_scaler",
        "power_transformer",
        "quantile_transformer",
        "polynomial_features",
    }
)
_DRAWING = frozenset({"select_k_best", "fast_ica", "nmf"})


def why_not(predictor: Predictor, rows: int) -> str | None:
    """Say which of what goes before a learner of so many rows is not fitted again, if any."""
    for link in links_of(predictor):
        if _is_known(link, rows) or _is_estimator(link, rows):
            continue
        return f"{get_entry(link.algorithm_id).name} goes before it and is not fitted again"
    return None


def links_of(predictor: Predictor) -> Sequence[Link]:
    """Give what goes before a learner; nothing, where nothing does."""
    return predictor.links if isinstance(predictor, Chained) else ()


@dataclass(frozen=True)
class Before:
    """What goes first: each as ``(kind, settings, type of numbers)``, and the plans of networks."""

    steps: list[tuple[str, dict[str, Any], str]]
    coders: dict[str, Plan]


def before_of(
    predictor: Predictor, chance: np.random.Generator, rows: int, width: int
) -> Before | None:
    """Give what goes first; None where nothing does.

    It was fitted on so many rows, encoded as ``width`` columns, and drew from ``chance``.
    """
    steps: list[tuple[str, dict[str, Any], str]] = []
    coders: dict[str, Plan] = {}
    for link in links_of(predictor):
        settings: dict[str, Any] = {}
        if link.algorithm_id == "autoencoder":
            kind = f"autoencoder_{len(coders) + 1}"
            seed = int(chance.integers(networks.SEEDS_BELOW))
            coders[kind] = networks.coder(link.hyperparameters, width, seed)
        else:
            kind, settings = _step(link, chance, (rows, width))
        steps.append((kind, settings, str(get_algorithm(link.algorithm_id).encoding.dtype)))
        width = len(link.fitted.columns)
    return Before(steps, coders) if steps else None


def step_of(described: Mapping[str, Any]) -> Step:
    """Give a step of ``{algorithm_id, hyperparameters}``."""
    return Step(described["algorithm_id"], described["hyperparameters"])


def _is_known(link: Link, rows: int) -> bool:
    """Tell whether a step is told again; kernel PCA is not where it drew some rows by lot."""
    if link.algorithm_id == "kernel_pca":
        known: Any = link.fitted
        return len(known.rows) == rows
    return link.algorithm_id in _PLAIN | _DRAWING | {"pca", "autoencoder"}


def _step(
    link: Link, rng: np.random.Generator, shape: tuple[int, int]
) -> tuple[str, dict[str, Any]]:
    """Give a step, drawing from chance what its training drew."""
    params, count = dict(link.hyperparameters), len(link.fitted.columns)
    if link.algorithm_id in _PLAIN:
        return link.algorithm_id, params
    if link.algorithm_id == "pca":
        return "pca", {"count": count, "whiten": params["whiten"]}
    if link.algorithm_id == "select_k_best":
        return "select_k_best", params | {"seed": int(rng.integers(_SEEDS_BELOW))}
    if link.algorithm_id == "kernel_pca":
        known: Any = link.fitted
        return "kernel_pca", {"count": count, "kernel": known.kernel, "settings": known.settings}
    if link.algorithm_id == "nmf":
        return "nmf", {
            "n_components": count,
            "alpha_H": params["sparseness"] / 100,
            "max_iter": params["max_iter"],
            "tol": params["tolerance"],
            "random_state": int(rng.integers(_SEEDS_BELOW)),
        }
    if link.algorithm_id == "fast_ica":
        return "fast_ica", {
            "n_components": count,
            "fun": params["contrast"],
            "max_iter": params["max_iter"],
            "tol": params["tolerance"],
            "random_state": int(rng.integers(_SEEDS_BELOW)),
        }
    return "estimator", _estimator(link, int(rng.integers(_DERIVED_SEEDS_BELOW)), shape)


def _is_estimator(link: Link, rows: int) -> bool:
    """Tell whether a step is one estimator of scikit-learn, fitted to all rows in one piece."""
    from armillary.learning.derived import facts
    from armillary.learning.derived.describer import DerivedDescriber

    name = type(getattr(link.fitted, "estimator", None)).__name__
    is_derived = isinstance(link.fitted, DerivedDescriber)
    return is_derived and rows <= facts.MOST_DRAWN.get(name, rows)


def _estimator(link: Link, seed: int, shape: tuple[int, int]) -> dict[str, Any]:
    import inspect

    import numpy as np

    from armillary.learning.derived import facts
    from armillary.learning.derived.adjusting import fit_to_rows
    from armillary.learning.derived.knobs import to_settings
    from armillary.learning.derived.trusted import load_class

    algorithm: Any = get_algorithm(link.algorithm_id)
    kind = load_class(algorithm.estimator)
    given = to_settings(kind, dict(link.hyperparameters))
    settings, _ = fit_to_rows(kind.__name__, given, np.broadcast_to(np.zeros(1), shape))
    known: Mapping[str, inspect.Parameter] = inspect.signature(kind).parameters
    if "random_state" in known:
        settings["random_state"] = seed
    module, _, name = algorithm.estimator.rpartition(".")
    return {
        "module": module,
        "name": name,
        "settings": {key: one for key, one in settings.items() if one != known[key].default},
        "to_unit": kind.__name__ in facts.TO_UNIT,
        "needs_target": kind.__name__ in facts.NEEDS_TARGET,
    }
