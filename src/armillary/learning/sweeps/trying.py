"""Trying values of a parameter on a sample of a table, each within its share of the time."""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import AppError
from armillary.learning.contract import Machine, Task

if TYPE_CHECKING:
    import pandas as pd

SAMPLE_ROWS = 2_000
SEEDS = (0, 1, 2)
# The first seed of all values has a little less than half of the time, so that what the first took
# is left for the second: two seeds are the fewest that show a spread.
_FIRST_PART = 0.45
_HEADLINES = ("accuracy", "r2", "rmse", "loss")


@dataclass(frozen=True)
class Stopped:
    """Where a training stood when its share of the time was over: after ``step`` of ``total``."""

    step: int
    total: int
    unit: str


@dataclass(frozen=True)
class Trial:
    """What one value gave with one seed; ``problem`` says why it gave nothing."""

    place: int
    seed: int
    metric: str = ""
    """What both numbers are, the same in all trials of a parameter; empty where there are none."""
    train: float | None = None
    validation: float | None = None
    problem: str | None = None
    stopped: Stopped | None = None
    """Where it was stopped, if it was: the numbers are those of its best step until then."""


class Budget:
    """The seconds that a sweep may take, and how many of them are over."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.seconds, self._clock = seconds, clock
        self._began = clock()

    @property
    def spent_s(self) -> float:
        """How long it goes on."""
        return self._clock() - self._began

    @property
    def left_s(self) -> float:
        """What is left, 0 at least."""
        return self.left_of(1.0)

    def left_of(self, part: float) -> float:
        """Give what is left of the first part of it, 0 at least."""
        return max(0.0, part * self.seconds - self.spent_s)


@dataclass(frozen=True)
class _First:
    """What trying a value with the first seed took, and where it was stopped."""

    took_s: float
    stopped: Stopped | None
    is_able: bool


@dataclass(frozen=True)
class _Learned:
    """The metrics of the best step so far, and where the training stands."""

    metrics: Mapping[str, float]
    at: Stopped
    is_over: bool


def try_values(
    frame: pd.DataFrame,
    task: Task,
    algorithm_id: str,
    params: Mapping[str, Any],
    name: str,
    values: Sequence[Any],
    machine: Machine,
    budget: Budget,
) -> Generator[Trial | None, None, None]:
    """Train with each value and each seed as the budget allows; yields trials, None meanwhile.

    Every value is tried with the first seed before the second is. It is stopped where its even
    share of the first part of the time is over; what one does not use is for those behind it.
    Another seed is tried where as much is left as the first took, and stopped at the step where the
    first was, so that the spread of a value compares like with like. What learns in one piece
    cannot be stopped within it.
    """
    metric = ""
    firsts: dict[int, _First] = {}
    for seed in SEEDS:
        for place, value in enumerate(values):
            first = firsts.get(place)
            if first is not None and not (first.is_able and first.took_s <= budget.left_s):
                continue
            share_s = budget.left_s
            if first is None:
                share_s = budget.left_of(_FIRST_PART) / (len(values) - place)
            begin = budget.spent_s
            fitting = _train(frame, task, algorithm_id, {**params, name: value}, seed, machine)
            try:
                trial = yield from _follow(
                    fitting, Trial(place, seed, metric), share_s, budget, first
                )
            except AppError as error:
                trial = Trial(place, seed, metric, problem=error.message)
            if first is not None and _is_behind(trial.stopped, first.stopped):
                continue
            took_s = budget.spent_s - begin
            firsts.setdefault(place, _First(took_s, trial.stopped, trial.problem is None))
            metric = metric or trial.metric
            yield trial


def sample(frame: pd.DataFrame, seed: int = 0) -> pd.DataFrame:
    """Give at most so many rows of a table, drawn at random but always the same."""
    if len(frame) <= SAMPLE_ROWS:
        return frame
    return frame.sample(SAMPLE_ROWS, random_state=seed).sort_index()


def _follow(
    learning: Generator[_Learned, None, None],
    trial: Trial,
    share_s: float,
    budget: Budget,
    first: _First | None,
) -> Generator[None, None, Trial]:
    """Let a training go on until it is over, its share is, or it is where the first one was."""
    begin = budget.spent_s
    end = None if first is None else first.stopped
    found: _Learned | None = None
    is_stopped = False
    try:
        for found in learning:
            is_late = budget.spent_s - begin >= share_s
            # However little time there is, there is something to show of each value.
            is_shown = bool(found.metrics) and not found.is_over
            is_stopped = is_shown and (is_late or _is_reached(end, found.at))
            if is_stopped:
                break
            yield None
    finally:
        learning.close()
    judged = _judged(trial, {} if found is None else found.metrics)
    return replace(judged, stopped=found.at) if found is not None and is_stopped else judged


def _train(
    frame: pd.DataFrame,
    task: Task,
    algorithm_id: str,
    params: Mapping[str, Any],
    seed: int,
    machine: Machine,
) -> Generator[_Learned, None, None]:
    """Train once; yields between steps."""
    from armillary.learning.fit import fit

    best: Mapping[str, float] = {}
    fitting = fit(frame, task, algorithm_id, params, seed=seed, machine=machine)
    try:
        for snapshot in fitting:
            if snapshot.metrics and (snapshot.best or not best):
                best = snapshot.metrics
            # What would come now is the judgement of a model that nobody keeps.
            is_over = snapshot.final or (bool(snapshot.metrics) and snapshot.step >= snapshot.total)
            yield _Learned(best, Stopped(snapshot.step, snapshot.total, snapshot.unit), is_over)
            if is_over:
                break
    finally:
        fitting.close()


def _is_reached(end: Stopped | None, at: Stopped) -> bool:
    return end is not None and at.step >= end.step


def _is_behind(stopped: Stopped | None, first: Stopped | None) -> bool:
    """Say whether a training was stopped before it was as far as the one with the first seed."""
    return stopped is not None and (first is None or stopped.step < first.step)


def _judged(trial: Trial, metrics: Mapping[str, float]) -> Trial:
    found = (one for one in _HEADLINES if f"val_{one}" in metrics)
    metric = trial.metric or next(found, "")
    return replace(
        trial,
        metric=metric,
        train=metrics.get(f"train_{metric}"),
        validation=metrics.get(f"val_{metric}"),
    )
