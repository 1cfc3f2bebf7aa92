"""The one adapter: any of scikit-learn's estimators as an algorithm."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from armillary.learning.contract import (
    ONE_THREAD,
    SUPERVISED,
    About,
    Encoding,
    Machine,
    Predictor,
    Preset,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.derived import facts, words
from armillary.learning.derived.trusted import load_class
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    import numpy as np

_SEEDS_BELOW = 2**31 - 1
_SLOW = frozenset({"GaussianProcessClassifier", "TheilSenRegressor", "LogisticRegressionCV"})


@dataclass(frozen=True)
class DerivedAlgorithm:
    """An estimator by its path, such as ``sklearn.linear_model.RidgeClassifier``.

    Making one loads no library; asking for its ``params`` does.
    """

    estimator: str
    tasks: tuple[TaskKind, ...]

    resumable = False

    @property
    def id(self) -> str:
        """The class's name in words joined by underscores."""
        return words.identity(facts.class_name(self.estimator))

    @property
    def about(self) -> About:
        """What people read before they choose it."""
        name = facts.class_name(self.estimator)
        description, when_to_use = words.about(name)
        is_slow = (
            facts.max_rows(self.estimator) is not None or name in _SLOW | facts.MOST_DRAWN.keys()
        )
        return About(
            name=words.name(name),
            aliases=(name,),
            category=facts.category(self.estimator, self.tasks[0]),
            description=description,
            when_to_use=when_to_use,
            complexity="low" if "linear_model" in self.estimator else "medium",
            training_time="slow" if is_slow else "fast",
            documentation_url=facts.documentation_url(self.estimator),
            presets=(Preset("balanced", "Balanced", "The usual choice."),),
        )

    @property
    def params(self) -> Params:
        """The knobs that scikit-learn declares; loads scikit-learn."""
        from armillary.learning.derived.knobs import derive_params

        return derive_params(self._class())

    @property
    def encoding(self) -> Encoding:
        """How the table is encoded, by where scikit-learn keeps the estimator."""
        return facts.encoding(self.estimator)

    @property
    def needs_target(self) -> bool:
        """Whether it learns from a target although it predicts nothing."""
        return facts.class_name(self.estimator) in facts.NEEDS_TARGET

    @property
    def places_new(self) -> bool:
        """Whether it has an answer of its own for new rows; loads scikit-learn."""
        return hasattr(self._class(), "transform") or hasattr(self._class(), "predict")

    @property
    def scales(self) -> bool:
        """Whether what comes out is in one scale."""
        return facts.class_name(self.estimator) == "MaxAbsScaler"

    @property
    def weighs(self) -> bool:
        """Whether its fitting takes weights of rows; loads scikit-learn."""
        return "sample_weight" in inspect.signature(cast(Any, self._class()).fit).parameters

    @property
    def parallel(self) -> bool:
        """Whether it can work with several threads at once; loads scikit-learn."""
        return "n_jobs" in inspect.signature(cast(Any, self._class())).parameters

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Fit, in one piece unless the estimator can grow."""
        from armillary.learning.derived.describing import describe
        from armillary.learning.derived.fitting import prepare_fitting
        from armillary.learning.derived.knobs import to_settings

        settings = to_settings(self._class(), dict(params))
        seed = int(rng.integers(_SEEDS_BELOW))
        if self.tasks[0] not in SUPERVISED:
            yield describe(self.about.name, self.estimator, data, settings, seed, machine)
            return
        fitting = prepare_fitting(self.about.name, self.estimator, data, settings, seed, machine)
        yield from fitting.follow(params, machine)

    def load(self, state: State) -> Predictor:
        """Give the estimator that is stored; raises `AppError` where it is another one."""
        if self.tasks[0] not in SUPERVISED:
            from armillary.learning.derived.describer import load_describer

            return load_describer(state, self._class(), self.tasks[0])
        from armillary.learning.derived.predictor import DerivedPredictor
        from armillary.learning.pack import require_sound

        predictor = DerivedPredictor.from_state(state)
        is_own = type(predictor.estimator) is self._class()
        require_sound(is_own and predictor.outcome.kind in self.tasks, "they are of another kind")
        return predictor

    def _class(self) -> type:
        return load_class(self.estimator)


def derive_algorithms() -> list[DerivedAlgorithm]:
    """Find all that scikit-learn offers; loads scikit-learn, and takes a second."""
    from armillary.learning.derived.choosing import offered_estimators, task_of

    return [
        DerivedAlgorithm(_public_path(kind), (task_of(kind),))
        for kind in offered_estimators().values()
    ]


def _public_path(kind: type) -> str:
    """Give where people import a class from: ``sklearn.tree.X`` of ``sklearn.tree._classes.X``."""
    modules = kind.__module__.split(".")
    public = next((place for place, name in enumerate(modules) if name[0] == "_"), len(modules))
    return ".".join([*modules[:public], kind.__name__])
