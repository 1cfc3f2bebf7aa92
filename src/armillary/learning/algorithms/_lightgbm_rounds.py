"""A LightGBM booster in training, one round at a time, stopped and resumed without a trace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from armillary.learning.algorithms._lightgbm_booster import (
    BEST_FILE,
    BoosterPredictor,
    read_booster,
)
from armillary.learning.contract import Snapshot, State, Table
from armillary.learning.metrics import Curve, points
from armillary.learning.pack import pack_json

ALL_FILE = "all_rounds.lightgbm.txt"
PROGRESS_FILE = "progress.json"
_OBJECTIVES = {"squared_error": "regression", "absolute_error": "regression_l1"}
_WIDE = 200


@dataclass(frozen=True)
class Progress:
    """How many rounds are done, and which was best on the validation part."""

    learning_rate: float
    rounds: int = 0
    best_round: int = 0
    best_loss: float | None = None
    is_stuck: bool = False

    def after(self, loss: float, *, is_stuck: bool) -> Progress:
        """Give the progress one round later."""
        done = replace(self, rounds=self.rounds + 1, is_stuck=is_stuck)
        if self.best_loss is not None and loss >= self.best_loss:
            return done
        return replace(done, best_round=done.rounds, best_loss=loss)


class Rounds:
    """The booster, its data sets and its progress.

    LightGBM draws rows and columns from generators that cannot be stored. So they are seeded anew
    before each round from the round's number, which makes a resumed training draw the same.
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
        self._params, self._seed, self._progress = params, seed, progress
        # LightGBM refuses to draw no row at all.
        self._share_drawn = max(params["subsample"], min(1.0, 2 / len(data.target)))
        self._settings = _settings(data, params, seed, threads)
        self._sets = _datasets(data, params, self._settings)
        self._earlier = resume
        self._booster: Any = None

    def is_over(self) -> bool:
        """Tell whether all rounds are done, none can be added, or patience has run out."""
        progress, patience = self._progress, self._params["early_stopping_rounds"]
        is_tired = patience is not None and progress.rounds - progress.best_round >= patience
        return progress.rounds >= self._params["n_estimators"] or progress.is_stuck or is_tired

    def add(self) -> dict[str, float]:
        """Add a round and give its points."""
        is_stuck = False
        if self._booster is None:
            self._booster = self._begin()
        else:
            self._reseed()
            is_stuck = bool(self._booster.update())
        metrics = _points(self._booster.eval_valid())
        self._progress = self._progress.after(metrics["val_loss"], is_stuck=is_stuck)
        return metrics

    def set_learning_rate(self, value: float) -> None:
        """Use another learning rate from the next round on."""
        self._progress = replace(self._progress, learning_rate=value)
        if self._booster is not None:
            self._booster.reset_parameter({"learning_rate": value})

    def snapshot(self, metrics: Mapping[str, float]) -> Snapshot:
        """Give a look at the rounds so far."""
        progress = self._progress
        is_over = self.is_over()
        return Snapshot(
            step=progress.rounds,
            total=progress.rounds if is_over else self._params["n_estimators"],
            unit="round",
            metrics=metrics,
            state=self._state,
            predictor=self._predictor,
            best=progress.rounds == progress.best_round,
            warnings=self._say_why_over() if is_over else (),
        )

    def _begin(self) -> Any:
        """Train the first round of this run, on top of what an earlier run left."""
        import lightgbm

        training, *watched = self._sets
        return lightgbm.train(
            self._settings | self._seeds() | {"learning_rate": self._progress.learning_rate},
            training,
            num_boost_round=1,
            valid_sets=watched,
            valid_names=["train", "val"],
            init_model=read_booster(self._earlier.files[ALL_FILE]) if self._earlier else None,
            keep_training_booster=True,
        )

    def _reseed(self) -> None:
        """Seed the draws of the next round; rows are only redrawn after drawing was off."""
        if self._share_drawn < 1.0:
            self._booster.reset_parameter({"bagging_fraction": 1.0, "bagging_freq": 0})
        if self._share_drawn < 1.0 or self._params["colsample"] < 1.0:
            self._booster.reset_parameter(self._seeds())

    def _seeds(self) -> dict[str, Any]:
        seed = self._seed + 3 * self._progress.rounds
        return {
            "bagging_fraction": self._share_drawn,
            "bagging_freq": 1 if self._share_drawn < 1.0 else 0,
            "bagging_seed": seed,
            "feature_fraction_seed": seed + 1,
            "extra_seed": seed + 2,
        }

    def _state(self) -> State:
        if self._booster is None and self._earlier is not None:
            return self._earlier
        files = {
            BEST_FILE: self._text(self._progress.best_round),
            ALL_FILE: self._text(self._progress.rounds),
            PROGRESS_FILE: pack_json(asdict(self._progress)),
        }
        return State(files, frozenset({ALL_FILE, PROGRESS_FILE}))

    def _text(self, rounds: int) -> bytes:
        text: str = self._booster.model_to_string(num_iteration=rounds)
        return text.encode()

    def _predictor(self) -> BoosterPredictor:
        return BoosterPredictor(read_booster(self._state().files[BEST_FILE]))

    def _say_why_over(self) -> tuple[str, ...]:
        progress = self._progress
        if progress.is_stuck:
            return (f"Stopped after round {progress.rounds}: no split improves the trees.",)
        if progress.rounds < self._params["n_estimators"]:
            waited = progress.rounds - progress.best_round
            return (
                f"Stopped after round {progress.rounds}: no improvement in {waited} rounds. "
                f"The model is that of round {progress.best_round}.",
            )
        return ()


def _settings(data: Table, params: Mapping[str, Any], seed: int, threads: int) -> dict[str, Any]:
    depth, leaves = params["max_depth"], params["num_leaves"]
    is_wide = data.features.shape[1] > _WIDE
    return {
        **_objective(data, params),
        "num_leaves": leaves,
        "max_depth": -1 if depth is None else depth,
        "min_data_in_leaf": params["min_samples_leaf"],
        "feature_fraction": params["colsample"],
        "lambda_l1": params["reg_alpha"],
        "lambda_l2": params["reg_lambda"],
        "min_gain_to_split": params["min_split_gain"],
        "max_bin": params["max_bin"],
        "data_random_seed": seed,
        "num_threads": threads,
        "deterministic": True,
        # Left alone, LightGBM times both and takes the faster: not the same sums every time.
        "force_col_wise": is_wide,
        "force_row_wise": not is_wide,
        "verbosity": -1,
    }


def _objective(data: Table, params: Mapping[str, Any]) -> dict[str, Any]:
    if data.kind == "regression":
        return {"objective": _OBJECTIVES[params["loss"]], "metric": ["l2"]}
    if data.n_classes == 2:
        return {"objective": "binary", "metric": ["binary_logloss", "binary_error"]}
    metric = ["multi_logloss", "multi_error"]
    return {"objective": "multiclass", "num_class": data.n_classes, "metric": metric}


def _datasets(data: Table, params: Mapping[str, Any], settings: dict[str, Any]) -> list[Any]:
    """Give the training rows, those of them that the curve is measured on, and validation."""
    import lightgbm

    training = lightgbm.Dataset(
        data.features,
        data.target,
        weight=_balance(data) if params["class_weight"] == "balanced" else None,
        categorical_feature=list(data.categorical),
        params=settings,
        free_raw_data=False,
    )
    curve = Curve(data)
    watched = (
        (curve.features, curve.target),
        (data.validation_features, data.validation_target),
    )
    return [
        training,
        *(
            lightgbm.Dataset(features, target, reference=training, free_raw_data=False)
            for features, target in watched
        ),
    ]


def _balance(data: Table) -> Any:
    """Weigh each row (n_rows,) by how rare its class is; the mean weight is 1."""
    import numpy as np

    counts = np.bincount(data.target, minlength=data.n_classes)
    return (len(data.target) / (data.n_classes * counts))[data.target]


def _points(evaluated: list[tuple[str, str, float, bool]]) -> dict[str, float]:
    """Name LightGBM's metrics as ours."""
    parts: dict[str, dict[str, float]] = {"train": {}, "val": {}}
    for part, metric, measured, _ in evaluated:
        value = float(measured)
        if metric.endswith("error"):
            parts[part]["accuracy"] = 1.0 - value
        else:
            parts[part]["loss"] = value
        if metric == "l2":
            parts[part]["rmse"] = value**0.5
    return points(parts["train"], parts["val"])
