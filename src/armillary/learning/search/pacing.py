"""Fitting the rounds of a trial to the seconds that a search has for it.

On a large table rounds cost so much that a trial of many would not come to its end, and what it had
learned would be lost. After some rounds of its first fold it is known how many there is time for:
they become its parameter, and the folds that follow, and whoever trains it again, learn as many.
Boosting in few rounds takes larger steps, or it would stop half-way to what it could say.

**Source**: Friedman (2001), Greedy function approximation: a gradient boosting machine, 5, on how
steps and rounds make up for one another.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from typing import Any

from armillary.learning.catalogue import get_entry
from armillary.learning.going_on import SCHEDULES, rounds_name

_PROBED = 0.1
_WAITED = 0.5
_LEAST_ROUNDS = 10
# Rounds times learning rate with which boosting has come about as far as it will: early stopping
# ends it near 8 on a table of 5,000 rows, and not before 20 on one of 30,000.
_WAY_OF_A_ROW = 0.11
_LARGEST_RATE = 0.3


class Pace:
    """What a trial learns of some rows, given the seconds that each of its folds may take.

    What is ``wished``, by name, stays as it is.
    """

    def __init__(
        self,
        algorithm_id: str,
        values: Mapping[str, Any],
        fold_s: float,
        n_rows: int,
        wished: Collection[str] = (),
    ) -> None:
        self._way = _WAY_OF_A_ROW * math.sqrt(n_rows)
        self.values = dict(values)
        self._rounds = rounds_name(get_entry(algorithm_id))
        self._fold_s = fold_s
        self._first: tuple[int, float] | None = None
        is_planned = any(values.get(name, "constant") != "constant" for name in SCHEDULES)
        # Where the learning rate is planned over all rounds, others would be another training.
        self._is_settled = self._rounds is None or is_planned or self._rounds in wished
        self._keeps_rate = self._rounds != "n_estimators" or "learning_rate" in wished

    def is_enough(self, step: int) -> bool:
        """Whether so many rounds are all that there is time for."""
        return self._rounds is not None and step >= self.values[self._rounds]

    def settle(self, step: int, spent_s: float) -> bool:
        """Hear how long some rounds took; gives whether to begin anew, with other ``values``."""
        if self._is_settled or not step:
            return False
        round_s = self._seconds_of_round(step, spent_s)
        if round_s is None:
            return False
        self._is_settled = True
        possible = max(_LEAST_ROUNDS, step + round((self._fold_s - spent_s) / round_s))
        if self._rounds is None or possible >= self.values[self._rounds]:
            return False
        self.values[self._rounds] = possible
        rate = self.values.get("learning_rate")
        if self._keeps_rate or rate is None:
            return False
        larger = float(f"{min(self._way / possible, _LARGEST_RATE):.2g}")
        if larger <= rate:
            return False
        self.values["learning_rate"] = larger
        return True

    def _seconds_of_round(self, step: int, spent_s: float) -> float | None:
        """Give what a round takes, as far as that can be told; None until it can.

        What comes before the first rounds, such as loading a library and sorting columns into bins,
        comes once.
        """
        self._first = self._first or (step, spent_s)
        first, first_s = self._first
        if step > first and spent_s - first_s >= _PROBED * self._fold_s:
            return (spent_s - first_s) / (step - first)
        return spent_s / step if spent_s >= _WAITED * self._fold_s else None


def is_tried(proposal: tuple[str, Mapping[str, Any]], tried: tuple[str, Mapping[str, Any]]) -> bool:
    """Whether a trial is one that was proposed, however many rounds there was time for."""
    name, values = proposal
    if name != tried[0]:
        return False
    free = {rounds_name(get_entry(name)), "learning_rate"}
    if values == tried[1]:
        return True
    return all(tried[1].get(one) == value for one, value in values.items() if one not in free) and (
        _rounds_of(name, tried[1]) < _rounds_of(name, values)
    )


def _rounds_of(algorithm_id: str, values: Mapping[str, Any]) -> int:
    name = rounds_name(get_entry(algorithm_id))
    return 0 if name is None else int(values[name])
