"""Estimators that are derived from scikit-learn: the class itself, with its own settings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.travel.retraining import Plan, Verbatim, learner

if TYPE_CHECKING:
    from armillary.learning.travel.retraining._learned import Learned

_SEEDS_BELOW = 2**31 - 1
_KERNELS = "from sklearn.gaussian_process.kernels import RBF, ConstantKernel, WhiteKernel"


class Derived:
    """Whatever the one adapter drives."""

    id = "derived"

    def takes(self, learned: Learned) -> bool:
        """Take what scikit-learn alone has made."""
        from armillary.learning.derived.predictor import DerivedPredictor

        if not isinstance(learned.predictor, DerivedPredictor):
            return False
        path = getattr(get_algorithm(learned.algorithm), "estimator", "")
        return path.startswith("sklearn.")

    def plan(self, learned: Learned) -> Plan:
        """Name the class and every setting that is not as scikit-learn has it by itself."""
        from armillary.learning.derived import facts

        algorithm: Any = get_algorithm(learned.algorithm)
        module, _, name = algorithm.estimator.rpartition(".")
        is_scaled = learned.classes is None and facts.scales_target(algorithm.estimator)
        text = learner(
            "learner_derived.py",
            imports=Verbatim("\n".join([f"from {module} import {name}", *_kernels(name)])),
            name=Verbatim(name),
            settings=_settings(learned, algorithm.estimator),
            scales_target=is_scaled,
        )
        return Plan(text)


retraining = Derived()


def _settings(learned: Learned, path: str) -> dict[str, Any]:
    import inspect

    from armillary.learning.derived.adjusting import fit_to_table
    from armillary.learning.derived.knobs import to_settings
    from armillary.learning.derived.trusted import load_class

    kind = load_class(path)
    given, _ = fit_to_table(
        kind.__name__, to_settings(kind, dict(learned.params)), learned.blank_table()
    )
    if kind.__name__ == "NuSVC":
        # As much as the table's classes allowed.
        given["nu"] = learned.predictor.estimator.nu  # type: ignore[attr-defined]  # it is derived
    if "kernel" in given and _kernels(kind.__name__):
        given["kernel"] = _Kernel(kind.__name__, len(learned.columns))
    known = inspect.signature(kind).parameters
    if "random_state" in known:
        given["random_state"] = learned.seed_of(_SEEDS_BELOW)
    return {name: value for name, value in given.items() if value != known[name].default}


@dataclass(frozen=True)
class _Kernel:
    """What a Gaussian process begins with, written as Python."""

    estimator: str
    width: int

    def __repr__(self) -> str:
        kernel = f"ConstantKernel() * RBF({self.width**0.5!r})"
        is_noisy = self.estimator == "GaussianProcessRegressor"
        return f"{kernel} + WhiteKernel()" if is_noisy else kernel


def _kernels(name: str) -> list[str]:
    return [_KERNELS] if name.startswith("GaussianProcess") else []
