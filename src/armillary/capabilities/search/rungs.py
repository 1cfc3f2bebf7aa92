"""The rungs of trials that learn in rounds: how far one has come, and which goes on."""

from collections.abc import Sequence
from dataclasses import dataclass

from armillary.capabilities.search.tables import Search, Trial
from armillary.learning.search.halving import Climber, find_next, rungs_of
from armillary.learning.search.objective import Objective


@dataclass(frozen=True)
class Rung:
    """What a trial learns next: until so many rounds, which are such a share of all."""

    rounds: int
    share: float
    is_last: bool


def next_rung(search: Search, trial: Trial) -> Rung | None:
    """Give the rung that a trial climbs to; None for one that learns in one piece."""
    if not search.request.get("halving"):
        return None
    return _rung(trial.algorithm_id, trial.params, len(trial.rung_values or ()))


def first_share(search: Search, algorithm_id: str, params: dict[str, object]) -> float:
    """Give the share of its rounds that a new trial learns before it waits."""
    rung = _rung(algorithm_id, params, 0) if search.request.get("halving") else None
    return 1.0 if rung is None else rung.share


def _rung(algorithm_id: str, params: dict[str, object], passed: int) -> Rung | None:
    rungs = rungs_of(algorithm_id, params)
    if len(rungs) < 2:
        return None
    before = rungs[passed - 1] if passed else 0
    share = (rungs[passed] - before) / rungs[-1]
    return Rung(rungs[passed], share, passed == len(rungs) - 1)


def find_waiting(
    objective: Objective, trials: Sequence[Trial], *, is_last_call: bool
) -> Trial | None:
    """Give the waiting trial that goes on, if one is good enough."""
    climbers = [
        Climber(trial.number, trial.rung_values, trial.state == "paused")
        for trial in trials
        if trial.rung_values
    ]
    number = find_next(climbers, objective, is_last_call=is_last_call)
    return next((trial for trial in trials if trial.number == number), None)
