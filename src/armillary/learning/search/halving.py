"""Successive halving over rounds: many trials learn a few rounds, and the best of them go on.

A trial whose algorithm learns in rounds is judged after a share of its rounds; the best third of
those that have come as far goes on from where it stood, the others wait. Whoever is free asks at
once, so nobody waits for a rung to fill.

**Source**: Li et al. (2020), A System for Massively Parallel Hyperparameter Tuning (ASHA).
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from armillary.base.values import from_json, to_json
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import State
from armillary.learning.going_on import SCHEDULES, rounds_name, why_not_continuable
from armillary.learning.search.objective import Objective

_PART = 3
_RUNGS = 3
# Of fewer rounds a third says nothing.
_LEAST_ROUNDS = 5
_FREE_SCHEDULES = frozenset({"constant", "step", "exponential"})
_ABOUT = "about.json"
_TIME = (1980, 1, 1, 0, 0, 0)


def rungs_of(algorithm_id: str, values: Mapping[str, Any]) -> tuple[int, ...]:
    """Give the rounds after which a trial is judged, the last being all of them.

    Empty for what cannot go on from where it stood, or whose learning rate is planned over all
    rounds.
    """
    entry = get_entry(algorithm_id)
    if why_not_continuable(entry) is not None:
        return ()
    if any(values.get(name, "constant") not in _FREE_SCHEDULES for name in SCHEDULES):
        return ()
    most = int(values[str(rounds_name(entry))])
    shares = [most // _PART**power for power in reversed(range(1, _RUNGS))]
    return (*(rounds for rounds in shares if rounds >= _LEAST_ROUNDS), most)


def with_rounds(algorithm_id: str, values: Mapping[str, Any], rounds: int) -> dict[str, Any]:
    """Give the values with another number of rounds."""
    return {**values, str(rounds_name(get_entry(algorithm_id))): rounds}


@dataclass(frozen=True)
class Climber:
    """A trial as it stands on the rungs; ``values`` are what it reached on each it has passed."""

    number: int
    values: Sequence[float]
    is_waiting: bool


def find_next(
    climbers: Sequence[Climber], objective: Objective, *, is_last_call: bool
) -> int | None:
    """Give the number of the waiting trial that goes on, from the highest rung; None where none.

    On the ``last_call`` no trial begins any more: then the best of every rung goes on at least.
    """
    highest = max((len(one.values) for one in climbers), default=0)
    for rung in range(highest, 0, -1):
        passed = [one for one in climbers if len(one.values) >= rung]
        passed.sort(key=lambda one: (-objective.gain(one.values[rung - 1], 0.0), one.number))
        count = max(len(passed) // _PART, 1 if is_last_call else 0)
        for one in passed[:count]:
            if one.is_waiting and len(one.values) == rung:
                return one.number
    return None


@dataclass(frozen=True)
class Stand:
    """What a trial goes on from: the state of each fold, and the seconds that it has learned."""

    states: tuple[State, ...]
    spent_s: tuple[float, ...]

    def to_bytes(self) -> bytes:
        """Write it as a zip of files in safe formats."""
        packed = io.BytesIO()
        resume_only = [sorted(state.resume_only) for state in self.states]
        about = to_json({"spent_s": list(self.spent_s), "resume_only": resume_only})
        files = {_ABOUT: about} | {
            f"{place}/{name}": data
            for place, state in enumerate(self.states)
            for name, data in state.files.items()
        }
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            for name, data in files.items():
                archive.writestr(zipfile.ZipInfo(name, _TIME), data)
        return packed.getvalue()

    @staticmethod
    def from_bytes(data: bytes) -> Stand:
        """Rebuild what `to_bytes` gave."""
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        about = from_json(files[_ABOUT])
        states = tuple(
            State(_own(files, f"{place}/"), frozenset(names))
            for place, names in enumerate(about["resume_only"])
        )
        return Stand(states, tuple(about["spent_s"]))


def _own(files: Mapping[str, bytes], begin: str) -> dict[str, bytes]:
    return {
        name.removeprefix(begin): data for name, data in files.items() if name.startswith(begin)
    }
