"""Boosting round by round: how far it is, and what every trainer of it does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from armillary.learning.contract import Control, SetParam, Snapshot, State, Training
from armillary.learning.pack import unpack_json
from armillary.learning.schedules import factor

PROGRESS_FILE = "progress.json"


@dataclass(frozen=True)
class Progress:
    """How many rounds are done, and which was best on the validation part.

    The gains are what patience waits for: losses better than the last by more than ``min_delta``.
    """

    learning_rate: float
    rounds: int = 0
    best_round: int = 0
    best_loss: float | None = None
    is_stuck: bool = False
    gained_round: int = 0
    gained_loss: float | None = None

    def after(self, loss: float, *, is_stuck: bool = False, min_delta: float = 0.0) -> Progress:
        """Give the progress one round later."""
        done = replace(self, rounds=self.rounds + 1, is_stuck=is_stuck)
        before = self.best_loss if self.gained_loss is None else self.gained_loss
        if before is None or loss < before - min_delta:
            done = replace(done, gained_round=done.rounds, gained_loss=loss)
        if self.best_loss is not None and loss >= self.best_loss:
            return done
        return replace(done, best_round=done.rounds, best_loss=loss)

    @property
    def waited(self) -> int:
        """How many rounds brought no gain since the last that did."""
        gained = self.best_round if self.gained_loss is None else self.gained_round
        return self.rounds - gained

    def is_over(self, params: Mapping[str, Any]) -> bool:
        """Tell whether all rounds are done, none can be added, or patience has run out."""
        patience = params["early_stopping_rounds"]
        is_tired = patience is not None and self.waited >= patience
        return self.rounds >= params["n_estimators"] or self.is_stuck or is_tired

    def say_why_over(self, params: Mapping[str, Any]) -> tuple[str, ...]:
        """Say why it is over before all rounds are done, if it is."""
        if not self.is_over(params):
            return ()
        if self.is_stuck:
            return (f"Stopped after round {self.rounds}: no split improves the trees.",)
        if self.rounds < params["n_estimators"]:
            return (
                f"Stopped after round {self.rounds}: no improvement in {self.waited} rounds. "
                f"The model is that of round {self.best_round}.",
            )
        return ()


class Rounds(Protocol):
    """A booster in training."""

    def is_over(self) -> bool:
        """Tell whether no round is to be added."""

    def add(self) -> Mapping[str, float]:
        """Add a round and give its points."""

    def set_learning_rate(self, value: float) -> None:
        """Use another learning rate from the next round on."""

    def snapshot(self, metrics: Mapping[str, float]) -> Snapshot:
        """Give a look at the rounds so far."""


def rate_of(progress: Progress, params: Mapping[str, Any]) -> float:
    """Give the learning rate of the next round, as the schedule has it."""
    total = params["n_estimators"]
    return progress.learning_rate * factor(params, progress.rounds, total)


def begin_or_resume(params: Mapping[str, Any], resume: State | None) -> Progress:
    """Give the progress to begin with: none, or that of an earlier run."""
    if resume is None:
        return Progress(learning_rate=params["learning_rate"])
    return Progress(**(unpack_json(resume, PROGRESS_FILE) | resume.live))


def add_rounds(rounds: Rounds, *, is_resumed: bool) -> Training:
    """Add rounds until all are done or patience runs out, heeding a new learning rate."""
    if is_resumed:
        _heed((yield rounds.snapshot({})), rounds)
    while not rounds.is_over():
        _heed((yield rounds.snapshot(rounds.add())), rounds)


def _heed(control: Control | None, rounds: Rounds) -> None:
    if isinstance(control, SetParam) and control.name == "learning_rate":
        rounds.set_learning_rate(float(control.value))
