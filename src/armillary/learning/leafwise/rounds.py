"""A LightGBM booster in training, one round at a time, stopped and resumed without a trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from armillary.learning.contract import Snapshot, State, Table
from armillary.learning.leafwise.booster import (
    BEST_FILE,
    LinearBoosterPredictor,
    predictor_of,
    read_booster,
)
from armillary.learning.leafwise.settings import datasets_of, points_of, settings_of
from armillary.learning.pack import pack_json
from armillary.learning.rounds import PROGRESS_FILE, Progress, rate_of

ALL_FILE = "all_rounds.lightgbm.txt"
_HARDLY = 1e-10
_LEAST_RATE = 1e-9


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
        self._settings = settings_of(data, params, seed, threads)
        self._sets = datasets_of(data, params, self._settings)
        self._earlier, self._began_at = resume, progress.rounds
        self._booster: Any = None
        self._used_rate = 0.0
        self._written: tuple[int, int, bytes] | None = None

    def is_over(self) -> bool:
        """Tell whether all rounds are done, none can be added, or patience has run out."""
        return self._progress.is_over(self._params)

    def add(self) -> dict[str, float]:
        """Add a round and give its points."""
        is_stuck = False
        if self._booster is None:
            self._booster = self._begin()
        else:
            self._reseed(self._booster)
            if (rate := self._rate()) != self._used_rate:
                self._booster.reset_parameter({"learning_rate": rate})
                self._used_rate = rate
            is_stuck = bool(self._booster.update())
        metrics = points_of(self._booster.eval_valid())
        self._progress = self._progress.after(
            metrics["val_loss"], is_stuck=is_stuck, min_delta=self._params["min_delta"]
        )
        return metrics

    def set_learning_rate(self, value: float) -> None:
        """Use another learning rate from the next round on."""
        self._progress = replace(self._progress, learning_rate=value)

    def _rate(self) -> float:
        # LightGBM takes none that is nothing, which cosine comes close to.
        return max(rate_of(self._progress, self._params), _LEAST_RATE)

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
            warnings=progress.say_why_over(self._params),
            vitals={"learning_rate": self._used_rate or self._rate()},
            remember=self._remember,
        )

    def _begin(self) -> Any:
        """Train the first round of this run, on top of what an earlier run left."""
        import lightgbm

        training, *watched = self._sets
        self._used_rate = self._rate()
        return lightgbm.train(
            self._settings | self._draws() | {"learning_rate": self._rate()},
            training,
            num_boost_round=1,
            valid_sets=watched,
            valid_names=["train", "val"],
            init_model=read_booster(self._earlier.files[ALL_FILE]) if self._earlier else None,
            callbacks=[_BeforeRound(self._reseed)],
            keep_training_booster=True,
        )

    def _draws(self) -> dict[str, Any]:
        """Give the settings to begin with: any share but those of a round, see `_reseed`."""
        if self._share_drawn == 1.0:
            return {}
        return {"bagging_fraction": self._share_drawn * (1.0 - 2 * _HARDLY), "bagging_freq": 1}

    def _reseed(self, booster: Any) -> None:
        """Seed the draws of the next round from its number.

        LightGBM seeds the draw of rows anew only when their share changes, so the share alternates
        by what is less than a row. (Switching the draw off and on would do as well, but leaves
        LightGBM 4.7 with a pointer to a configuration that is gone.)
        """
        seed = self._seed + 3 * self._progress.rounds
        if self._share_drawn < 1.0:
            share = self._share_drawn * (1.0 - _HARDLY * (self._progress.rounds % 2))
            booster.reset_parameter({"bagging_fraction": share, "bagging_seed": seed})
        if self._params["colsample"] < 1.0:
            booster.reset_parameter({"feature_fraction_seed": seed + 1})

    def _state(self) -> State:
        return self._state_at(self._progress)

    def _remember(self) -> Callable[[], State]:
        """Trees stay as they are, so those of a round are written as well when there are more."""
        return partial(self._state_at, self._progress)

    def _state_at(self, progress: Progress) -> State:
        if progress.rounds == self._began_at and self._earlier is not None:
            now = {PROGRESS_FILE: pack_json(asdict(progress))}
            return State({**self._earlier.files, **now}, self._earlier.resume_only)
        text = self._text(progress.rounds)
        is_best = progress.rounds == progress.best_round
        files = {
            # Writing hundreds of trees takes a while, and mostly the newest round is the best.
            BEST_FILE: text if is_best else self._text(progress.best_round),
            ALL_FILE: text,
            PROGRESS_FILE: pack_json(asdict(progress)),
        }
        return State(files, frozenset({ALL_FILE, PROGRESS_FILE}))

    def _text(self, rounds: int) -> bytes:
        """Write so many of the rounds; at the end the same text is wanted several times."""
        written, done = self._written, self._progress.rounds
        if written is None or written[:2] != (rounds, done):
            text: str = self._booster.model_to_string(num_iteration=rounds)
            written = self._written = (rounds, done, text.encode())
        return written[2]

    def _predictor(self) -> LinearBoosterPredictor:
        progress = self._progress
        if self._booster is None:
            text = self._state().files[BEST_FILE]
        else:
            text = self._text(progress.best_round)
        return predictor_of(text)


class _BeforeRound:
    """A callback for LightGBM that acts on the booster before each round."""

    before_iteration = True
    order = 0

    def __init__(self, act: Callable[[Any], None]) -> None:
        self._act = act

    def __call__(self, environment: Any) -> None:
        self._act(environment.model)
