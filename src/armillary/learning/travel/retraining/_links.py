"""What goes before a learner, as a project fits it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.chain import Chained, Link

if TYPE_CHECKING:
    import numpy as np

    from armillary.learning.model import FittedModel

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


def why_not(model: FittedModel) -> str | None:
    """Say which of what goes first is not fitted again; None where all are."""
    if not isinstance(model.predictor, Chained):
        return None
    rows = model.evaluation["split"]["train"]
    for link in model.predictor.links:
        if _is_known(link.algorithm_id) or _is_estimator(link, rows):
            continue
        return f"{get_entry(link.algorithm_id).name} goes before it and is not fitted again"
    return None


def steps_of(model: FittedModel) -> list[tuple[str, dict[str, Any], str]]:
    """Give what goes first as ``(kind, settings, type of numbers)``; empty where nothing does."""
    import numpy as np

    if not isinstance(model.predictor, Chained):
        return []
    rng = np.random.default_rng(np.random.SeedSequence(model.seed).spawn(3)[2])
    rows, width = model.evaluation["split"]["train"], len(model.preprocess.output_names())
    found = []
    for link in model.predictor.links:
        kind, settings = _step(link, rng, (rows, width))
        found.append((kind, settings, str(get_algorithm(link.algorithm_id).encoding.dtype)))
        width = len(link.fitted.columns)
    return found


def _is_known(algorithm_id: str) -> bool:
    return algorithm_id in _PLAIN or algorithm_id in ("select_k_best", "pca", "fast_ica")


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
