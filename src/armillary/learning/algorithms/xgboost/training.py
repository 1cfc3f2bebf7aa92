"""An XGBoost booster in training, one round at a time, stopped and resumed without a trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms.xgboost.booster import (
    BEST_FILE,
    BoosterPredictor,
)
from armillary.learning.algorithms.xgboost.watching import Watch, metrics_of
from armillary.learning.balance import class_weights
from armillary.learning.contract import Snapshot, State, Table
from armillary.learning.metrics.curve import CURVE_ROWS
from armillary.learning.pack import pack_json
from armillary.learning.rounds import PROGRESS_FILE, Progress, rate_of
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

ALL_FILE = "all_rounds.xgboost.ubj"
_OBJECTIVES = {"squared_error": "reg:squarederror", "absolute_error": "reg:absoluteerror"}


class Rounds:
    """The booster, its rows and its progress.

    XGBoost draws rows and columns from a generator that cannot be stored. So both are drawn here,
    from the number of the round: rows that are not drawn weigh nothing, and of the columns as many
    may be used as have any weight.
    """

    def __init__(
        self,
        data: Table,
        params: Mapping[str, Any],
        seed: int,
        threads: int,
        progress: Progress,
        resume: State | None,
    ) -> None:
        import xgboost

        self._data, self._params, self._seed = data, params, seed
        self._progress = progress
        self._used_rate = rate_of(progress, params)
        self._weights = _weights(data, params)
        types = ["c" if place in data.categorical else "q" for place in range(len(data.columns))]
        # The borders of the bins are set here, before rows get other weights.
        self._training = xgboost.QuantileDMatrix(
            data.features,
            data.target,
            feature_types=types,
            enable_categorical=True,
            max_bin=params["max_bin"],
            nthread=threads,
        )
        self._training.set_weight(self._weights)
        self._watch = Watch(data, types, self._training if self._is_curve(params) else None)
        self._n_columns_drawn = columns_drawn(data, params)
        self._set_rate = progress.learning_rate
        self._booster = xgboost.Booster(
            settings_of(data, params, seed, threads) | {"learning_rate": progress.learning_rate},
            [self._training, *self._watch.own],
            model_file=bytearray(resume.files[ALL_FILE]) if resume else None,
        )

    def is_over(self) -> bool:
        """Tell whether all rounds are done or patience has run out."""
        return self._progress.is_over(self._params)

    def add(self) -> dict[str, float]:
        """Add a round and give its points."""
        self._draw()
        self._used_rate = rate_of(self._progress, self._params)
        # Whatever is set, the booster settles all of its parameters anew.
        if self._used_rate != self._set_rate:
            self._booster.set_param({"learning_rate": self._used_rate})
            self._set_rate = self._used_rate
        self._booster.update(self._training, self._progress.rounds)
        # Each round adds to what is remembered of the rounds before it.
        metrics = self._watch.points(self._booster)
        self._progress = self._progress.after(
            metrics["val_loss"], min_delta=self._params["min_delta"]
        )
        return metrics

    def set_learning_rate(self, value: float) -> None:
        """Use another learning rate from the next round on."""
        self._progress = replace(self._progress, learning_rate=value)

    def snapshot(self, metrics: Mapping[str, float]) -> Snapshot:
        """Give a look at the rounds so far."""
        progress = self._progress
        return Snapshot(
            step=progress.rounds,
            total=progress.rounds if self.is_over() else self._params["n_estimators"],
            unit="round",
            metrics=metrics,
            state=self._state,
            predictor=lambda: BoosterPredictor(self._booster[: self._progress.best_round]),
            best=progress.rounds == progress.best_round,
            warnings=progress.say_why_over(self._params),
            vitals={"learning_rate": self._used_rate},
            remember=self._remember,
        )

    def _draw(self) -> None:
        """Draw the rows and columns of the next round."""
        import numpy as np

        share, n_columns = self._params["subsample"], len(self._data.columns)
        if share >= 1.0 and self._n_columns_drawn == n_columns:
            return
        rng = np.random.default_rng([self._seed, self._progress.rounds])
        if share < 1.0:
            drawn = rng.random(len(self._data.target)) < share
            drawn[rng.integers(len(drawn))] = True  # never none
            self._training.set_weight(self._weights * drawn)
        if self._n_columns_drawn < n_columns:
            chosen = np.zeros(n_columns)
            chosen[rng.permutation(n_columns)[: self._n_columns_drawn]] = 1.0
            self._training.set_info(feature_weights=chosen)

    def _is_curve(self, params: Mapping[str, Any]) -> bool:
        """Whether the curve shows all rows that are learned from, and all count alike."""
        is_all = len(self._data.target) <= CURVE_ROWS and params["subsample"] >= 1.0
        return is_all and bool((self._weights == 1.0).all()) and self._data.weights is None

    def _state(self) -> State:
        return self._state_at(self._progress)

    def _remember(self) -> Callable[[], State]:
        """Trees stay as they are, so those of a round are found as well when there are more."""
        return partial(self._state_at, self._progress)

    def _state_at(self, progress: Progress) -> State:
        booster = self._booster
        is_last = progress.rounds == self._progress.rounds
        files = {
            BEST_FILE: bytes(booster[: progress.best_round].save_raw("json")),
            ALL_FILE: bytes((booster if is_last else booster[: progress.rounds]).save_raw("ubj")),
            PROGRESS_FILE: pack_json(asdict(progress)),
        }
        return State(files, frozenset({ALL_FILE, PROGRESS_FILE}))


def settings_of(data: Table, params: Mapping[str, Any], seed: int, threads: int) -> dict[str, Any]:
    """Give XGBoost's own settings."""
    depth = params["max_depth"]
    return {
        **_objective(data, params),
        "eval_metric": metrics_of(data),
        "tree_method": "hist",
        "learning_rate": params["learning_rate"],
        "max_depth": 0 if depth is None else depth,
        "min_child_weight": params["min_child_weight"],
        "colsample_bytree": _share(columns_drawn(data, params), len(data.columns)),
        "alpha": params["reg_alpha"],
        "lambda": params["reg_lambda"],
        "gamma": params["min_split_gain"],
        "max_bin": params["max_bin"],
        "nthread": threads,
        "seed": seed,
    }


def columns_drawn(data: Table, params: Mapping[str, Any]) -> int:
    """Say how many columns a round may use."""
    return int(max(1, round(len(data.columns) * params["colsample"])))


def _share(count: int, whole: int) -> float:
    """Give a share that XGBoost, which rounds down, takes for so many of the columns."""
    return 1.0 if count == whole else (count + 0.5) / whole


def _objective(data: Table, params: Mapping[str, Any]) -> dict[str, Any]:
    if data.kind == "regression":
        return {"objective": _OBJECTIVES[params["loss"]]}
    if data.n_classes == 2:
        return {"objective": "binary:logistic"}
    return {"objective": "multi:softprob", "num_class": data.n_classes}


def _weights(data: Table, params: Mapping[str, Any]) -> npt.NDArray[np.float64]:
    """Weigh each row (n_rows,), also by how rare its class is where that is wanted."""
    import numpy as np

    own = fitting_weights(data)
    weights = np.ones(len(data.target)) if own is None else own
    if data.kind == "regression" or params["class_weight"] == "none":
        return weights
    return np.asarray(class_weights(data)[data.target] * weights)
