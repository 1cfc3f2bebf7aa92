"""CatBoost in training, some rounds at a time, stopped and resumed without a trace.

CatBoost cannot be asked for its next round. So every ten rounds are a training of their own, which
begins at the sums of the trees so far; their draws are those of their number. A training that
stopped in the middle of ten begins these anew, so that it ends as one that never stopped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.catboost.trees import SymmetricTrees, read_trees
from armillary.learning.balance import class_weights
from armillary.learning.contract import Snapshot, State, Table
from armillary.learning.metrics import Curve
from armillary.learning.pack import pack_json
from armillary.learning.rounds import PROGRESS_FILE, Progress, rate_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

TOGETHER = 10
_ALL = "all_rounds."
_LOSSES = {"squared_error": "RMSE", "absolute_error": "MAE"}


class Rounds:
    """The trees, their rows and the progress."""

    def __init__(
        self,
        data: Table,
        params: Mapping[str, Any],
        seed: int,
        threads: int,
        progress: Progress,
        resume: State | None,
    ) -> None:
        import catboost
        import numpy as np

        self._data, self._params, self._seed, self._threads = data, params, seed, threads
        self._progress, self._used_rate = progress, rate_of(progress, params)
        self._curve = Curve(data)
        self._trees = _begin(data) if resume is None else _resumed(resume)
        curve = self._curve
        parts = (data.features, curve.features, curve.validation_features)
        self._rows = [np.asfortranarray(part, dtype=np.float32) for part in parts]
        self._pool = catboost.Pool(
            data.features, data.target, weight=_weights(data, params), thread_count=threads
        )
        self._pool.quantize(border_count=params["max_bin"])
        self._count_anew()

    def is_over(self) -> bool:
        """Tell whether all rounds are done or patience has run out."""
        return self._progress.is_over(self._params)

    def add(self) -> dict[str, float]:
        """Add rounds up to the next ten, or to the end, and give their points."""
        begun, total = self._progress.rounds, self._params["n_estimators"]
        first = begun - begun % TOGETHER
        if first < begun:
            self._trees = self._trees.first(first)
            self._count_anew()
        size = min(total, first + TOGETHER) - first
        self._used_rate = rate_of(replace(self._progress, rounds=first), self._params)
        grown = self._grow(size, self._seed + first)
        self._trees = replace(self._trees, trees=self._trees.trees + grown)
        for rows, sums in zip(self._rows, self._sums, strict=True):
            for tree in grown:
                tree.add_to(sums, rows)
        finished = [self._trees.finish(sums) for sums in self._sums[1:]]
        metrics = self._curve.points(*finished)
        before = replace(self._progress, rounds=first + size - 1)
        self._progress = before.after(metrics["val_loss"])
        return metrics

    def set_learning_rate(self, value: float) -> None:
        """Use another learning rate from the next rounds on."""
        self._progress = replace(self._progress, learning_rate=value)

    def snapshot(self, metrics: Mapping[str, float]) -> Snapshot:
        """Give a look at the rounds so far."""
        progress, trees = self._progress, self._trees
        return Snapshot(
            step=progress.rounds,
            total=progress.rounds if self.is_over() else self._params["n_estimators"],
            unit="round",
            metrics=metrics,
            state=self._state,
            predictor=lambda: trees.first(progress.best_round),
            best=progress.rounds == progress.best_round,
            warnings=progress.say_why_over(self._params),
            vitals={"learning_rate": self._used_rate},
            remember=lambda: partial(_state_of, progress, trees),
        )

    def _count_anew(self) -> None:
        """Add the trees up for the rows to learn from and those of the curve."""
        self._sums = [self._trees.scores(rows) for rows in self._rows]

    def _grow(self, size: int, seed: int) -> Any:
        """Have CatBoost grow so many trees on top of the sums."""
        import catboost

        self._pool.set_baseline(self._sums[0])
        model = catboost.CatBoost(self._settings(size, seed)).fit(self._pool)
        with TemporaryDirectory(prefix="armillary-catboost-") as folder:
            path = Path(folder) / "model.json"
            model.save_model(str(path), format="json")
            return read_trees(path.read_bytes(), len(self._trees.start))

    def _settings(self, size: int, seed: int) -> dict[str, Any]:
        """Give CatBoost's own settings."""
        own = {"iterations": size, "learning_rate": self._used_rate, "random_seed": seed}
        return settings_of(self._data, self._params, self._threads) | own

    def _state(self) -> State:
        return _state_of(self._progress, self._trees)


def _state_of(progress: Progress, trees: SymmetricTrees) -> State:
    kept = {_ALL + name: data for name, data in trees.to_state().files.items()}
    kept[PROGRESS_FILE] = pack_json(asdict(progress))
    best = trees.first(progress.best_round).to_state().files
    return State({**best, **kept}, frozenset(kept))


def settings_of(data: Table, params: Mapping[str, Any], threads: int) -> dict[str, Any]:
    """Give CatBoost's own settings, save those of a stretch of rounds."""
    return {
        **_objective(data, params),
        "depth": params["max_depth"],
        "l2_leaf_reg": params["reg_lambda"],
        "bootstrap_type": "Bayesian",
        "bagging_temperature": params["bagging_temperature"],
        "random_strength": params["random_strength"],
        "rsm": params["colsample"],
        "thread_count": threads,
        # Ordered boosting would begin its order anew with every ten.
        "boosting_type": "Plain",
        "boost_from_average": False,
        "allow_writing_files": False,
        "logging_level": "Silent",
    }


def _begin(data: Table) -> SymmetricTrees:
    """Begin at the mean of numbers, and with classes at even odds."""
    import numpy as np

    n_columns = data.features.shape[1]
    if data.kind == "regression":
        return SymmetricTrees("regression", n_columns, np.array([float(data.target.mean())]))
    width = 1 if data.n_classes == 2 else data.n_classes
    return SymmetricTrees("classification", n_columns, np.zeros(width))


def _resumed(state: State) -> SymmetricTrees:
    files = {
        name.removeprefix(_ALL): data for name, data in state.files.items() if name.startswith(_ALL)
    }
    return SymmetricTrees.from_state(State(files))


def _objective(data: Table, params: Mapping[str, Any]) -> dict[str, Any]:
    if data.kind == "regression":
        return {"loss_function": _LOSSES[params["loss"]]}
    if data.n_classes == 2:
        return {"loss_function": "Logloss"}
    return {"loss_function": "MultiClass", "classes_count": data.n_classes}


def _weights(data: Table, params: Mapping[str, Any]) -> Any:
    """Weigh each row (n_rows,), by how rare its class is where that is wanted."""
    if data.kind == "regression" or params["class_weight"] == "none":
        return None
    return class_weights(data)[data.target]
