"""Growing a forest of scikit-learn's trees in chunks, with a look at the curve after each."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import (
    ONE_THREAD,
    Encoding,
    Machine,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.metrics import Curve
from armillary.learning.pace import Pace
from armillary.learning.trees import Forest
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_LOOKS = 25
_SEEDS_BELOW = 2**31 - 1


class GrownForest(ABC):
    """What every algorithm is whose model is a vote of trees grown in chunks."""

    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    encoding = Encoding(dtype="float32")
    resumable = True
    weighs = True
    parallel = True

    @abstractmethod
    def kinds(self) -> Mapping[TaskKind, Callable[..., Any]]:
        """Give scikit-learn's forest for each task."""

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Grow the forest, looking at the curve after each chunk."""
        make = self.kinds()[data.kind]
        settings = tree_settings(data, params) | row_settings(data, params)
        yield from grow_forest(
            data,
            lambda: make(**settings),
            wanted=params["n_estimators"],
            seed=int(rng.integers(_SEEDS_BELOW)),
            resume=resume,
            machine=machine,
        )

    def load(self, state: State) -> Forest:
        """Give the forest that is stored."""
        return Forest.from_state(state)


def grow_forest(
    data: Table,
    make: Callable[[], Any],
    *,
    wanted: int,
    seed: int,
    resume: State | None,
    machine: Machine,
) -> Training:
    """Grow ``wanted`` trees of the forest that ``make`` gives, in chunks of about half a second.

    The seed of a tree depends only on its number, so the forest is the same however it was cut
    into chunks, and the same as scikit-learn's own with that seed.
    """
    forest = Forest(data.kind, data.features.shape[1], n_outputs(data), ())
    curve = Curve(data)
    n_training, n_validation = len(curve.target), len(curve.validation_target)
    votes = _Votes(curve, forest.nothing(n_training), forest.nothing(n_validation))
    if resume is not None:
        forest = Forest.from_state(resume)
        votes.count(forest, list(forest.trees))
        yield _snapshot(forest, wanted, votes)
    pace = Pace(machine.clock, unit=machine.threads, most=-(-wanted // _LOOKS))
    while len(forest.trees) < wanted:
        size = min(pace.next_size(), wanted - len(forest.trees))
        trees = _grow(data, make(), seed, len(forest.trees), size, machine.threads)
        forest = forest.grown(trees)
        votes.count(forest, trees)
        pace.done()
        yield _snapshot(forest, wanted, votes)


def n_outputs(data: Table) -> int:
    """Give how many numbers a leaf holds."""
    return data.n_classes if data.kind == "classification" else 1


def tree_settings(data: Table, params: Mapping[str, Any]) -> dict[str, Any]:
    """Give the settings that trees share, alone or in a forest, in scikit-learn's words."""
    columns = params["max_features"]
    if columns == "auto":
        columns = "sqrt" if data.kind == "classification" else "third"
    settings = {
        "max_depth": params["max_depth"],
        "min_samples_split": params["min_samples_split"],
        "min_samples_leaf": params["min_samples_leaf"],
        "max_leaf_nodes": params["max_leaf_nodes"],
        "max_features": {"all": 1.0, "third": 1 / 3}.get(columns, columns),
        "ccp_alpha": params["ccp_alpha"],
    }
    if data.kind == "regression":
        return settings | {"criterion": params["regression_criterion"]}
    weight = params["class_weight"]
    of_classes = {"class_weight": None if weight == "none" else weight}
    return settings | of_classes | {"criterion": params["criterion"]}


def row_settings(data: Table, params: Mapping[str, Any]) -> dict[str, Any]:
    """Give the settings of how a forest's trees draw rows, in scikit-learn's words."""
    share = params["max_samples"] if params["bootstrap"] else None
    n_drawn = None if share is None else max(1, round(len(data.target) * share))
    return {"bootstrap": params["bootstrap"], "max_samples": n_drawn}


@dataclass
class _Votes:
    """The sum of the votes so far for the rows of the curve."""

    curve: Curve
    training: npt.NDArray[Any]
    validation: npt.NDArray[Any]

    def count(self, forest: Forest, trees: list[Any]) -> None:
        forest.add(self.training, self.curve.features, trees)
        forest.add(self.validation, self.curve.validation_features, trees)

    def points(self, forest: Forest) -> dict[str, float]:
        return self.curve.points(forest.finish(self.training), forest.finish(self.validation))


def _snapshot(forest: Forest, wanted: int, votes: _Votes) -> Snapshot:
    return Snapshot(
        step=len(forest.trees),
        total=wanted,
        unit="tree",
        metrics=votes.points(forest),
        state=forest.to_state,
        remember=lambda: forest.to_state,
        predictor=lambda: forest,
    )


def _grow(data: Table, model: Any, seed: int, first: int, size: int, threads: int) -> list[Any]:
    """Grow the trees number ``first`` to ``first + size``."""
    import numpy as np

    draws = np.random.RandomState(seed)
    draws.randint(np.iinfo(np.int32).max, size=first)  # scikit-learn draws one seed a tree
    model.set_params(n_estimators=size, random_state=draws, n_jobs=threads)
    model.fit(data.features, data.target, sample_weight=fitting_weights(data))
    return [estimator.tree_ for estimator in model.estimators_]
