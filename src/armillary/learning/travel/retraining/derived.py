"""Estimators that are derived from scikit-learn: the class itself, with its own settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.travel.retraining import Plan, Verbatim, learner
from armillary.learning.travel.retraining._blank import blank_table, seed_of

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel

_SEEDS_BELOW = 2**31 - 1
# Begin with what the table's rows say, which the model no longer knows.
_BY_ROWS = frozenset({"NuSVC", "GaussianProcessClassifier", "GaussianProcessRegressor"})


class Derived:
    """Whatever the one adapter drives."""

    id = "derived"

    def takes(self, model: FittedModel) -> bool:
        """Take what scikit-learn alone has made."""
        from armillary.learning.derived.predictor import DerivedPredictor

        if not isinstance(model.predictor, DerivedPredictor):
            return False
        path = getattr(get_algorithm(model.algorithm), "estimator", "")
        return path.startswith("sklearn.") and path.rpartition(".")[2] not in _BY_ROWS

    def plan(self, model: FittedModel) -> Plan:
        """Name the class and every setting that is not as scikit-learn has it by itself."""
        from armillary.learning.derived import facts

        algorithm: Any = get_algorithm(model.algorithm)
        module, _, name = algorithm.estimator.rpartition(".")
        is_scaled = model.classes is None and facts.scales_target(algorithm.estimator)
        text = learner(
            "learner_derived.py",
            module=Verbatim(module),
            name=Verbatim(name),
            settings=_settings(model, algorithm.estimator),
            scales_target=is_scaled,
        )
        return Plan(text)


retraining = Derived()


def _settings(model: FittedModel, path: str) -> dict[str, Any]:
    import inspect

    from armillary.learning.derived.adjusting import fit_to_table
    from armillary.learning.derived.knobs import to_settings
    from armillary.learning.derived.trusted import load_class

    kind = load_class(path)
    given, _ = fit_to_table(
        kind.__name__, to_settings(kind, dict(model.params)), blank_table(model)
    )
    known = inspect.signature(kind).parameters
    if "random_state" in known:
        given["random_state"] = seed_of(model, _SEEDS_BELOW)
    return {name: value for name, value in given.items() if value != known[name].default}
