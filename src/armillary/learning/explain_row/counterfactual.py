"""What would have to be different about a row for a model to say something else.

**Source:** S. Wachter, B. Mittelstadt, C. Russell, "Counterfactual explanations without opening the
black box", 2018; searched here over values that other rows really have.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.explain._axes import axis_of
from armillary.learning.explain._columns import most_moving
from armillary.learning.explain_row.distances import column_distances, spreads_of
from armillary.learning.explaining import Block, Subject, plain, rounded, swapped

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Floats = npt.NDArray[np.float64]

_SHOWN = 3
_MOST_CHANGES = 4
_BEAM = 4
_VALUES = 24
_COLUMNS = 30
_JITTERED = 40
_DEAREST = 0.02


@dataclass(frozen=True)
class Wish:
    """What the model shall say: a class (its place), or a number to be reached from one side."""

    place: int
    number: float | None
    is_upward: bool
    words: str

    @staticmethod
    def of(subject: Subject, said: Floats, output: int, wanted: str | float | None) -> Wish:
        """Read a wish; without one it is the next likely class, or the far quartile of numbers."""
        if len(subject.outputs) > 1:
            return _class_wish(subject, said, wanted)
        return _number_wish(subject, float(said[0]), wanted)

    def missing(self, said: Floats) -> Floats:
        """Give how much is missing from what is said of rows (n_rows,); 0 and less is reached."""
        import numpy as np

        if self.number is None:
            others = np.delete(said, self.place, axis=1).max(axis=1)
            short: Floats = others - said[:, self.place]
            # Shares that are equal are no answer yet.
            return np.where(short < 0, short, short + 1e-9)
        gap: Floats = self.number - said[:, 0] if self.is_upward else said[:, 0] - self.number
        return gap


@dataclass(frozen=True)
class _Try:
    """A row changed in some columns, each given the value of another row."""

    features: Any
    donors: tuple[tuple[int, int], ...]
    missing: float
    cost: float


def find_counterfactuals(
    subject: Subject, frame: pd.DataFrame, features: Any, wish: Wish, fixed: Sequence[str]
) -> dict[str, Any]:
    """Give up to three smallest changes that make the model say what is wished.

    Values are such that other rows have; ``fixed`` columns and texts stay. ``stability`` is the
    share of rows nearly like the changed one of which the model says so too.
    """
    search = _Search(subject, features[0], wish, fixed)
    found = search.run()
    return {
        "wanted": wish.words,
        "found": [_told(subject, frame, one, search, wish) for one in found[:_SHOWN]],
        "tried": search.tried,
        "fixed": list(fixed),
        "why_none": None if found else search.why_none(),
    }


class _Search:
    """A beam search: the most promising changes of one column, then of two, and so on."""

    def __init__(self, subject: Subject, row: Any, wish: Wish, fixed: Sequence[str]) -> None:
        import numpy as np

        self.subject, self.row, self.wish = subject, row, wish
        moving = most_moving(subject, np.random.default_rng(0), _COLUMNS)
        self.blocks = [one for one in moving if one.role != "text" and one.name not in fixed]
        self._donors = [axis_of(subject, block, _VALUES).rows for block in self.blocks]
        self._spreads = spreads_of(self.blocks, subject.features)
        self.tried = 0

    def run(self) -> list[_Try]:
        """Give what reaches the wish, the smallest change first, each of other columns."""
        beam = [_Try(self.row, (), float("inf"), 0.0)]
        for _ in range(_MOST_CHANGES):
            tries = [one for held in beam for one in self._extended(held)]
            reached = [one for one in tries if one.missing <= 0]
            if reached:
                return self._different(reached)
            if not tries:
                break
            beam = sorted(tries, key=lambda one: one.missing + _DEAREST * one.cost)[:_BEAM]
        return []

    def why_none(self) -> str:
        """Say why nothing was found."""
        if not self.blocks:
            return "All columns are fixed or texts, so that nothing may change."
        return (
            f"No change of up to {_MOST_CHANGES} columns to values that other rows have makes the "
            "model say so. Free more columns, or wish for less."
        )

    def _extended(self, held: _Try) -> list[_Try]:
        """Change one more column in every way that there is."""
        import numpy as np

        changed = {place for place, _ in held.donors}
        rows, donors = [], []
        for place, block in enumerate(self.blocks):
            if place in changed:
                continue
            for donor in self._donors[place]:
                rows.append(swapped(held.features, block, self.subject.features[donor]))
                donors.append((*held.donors, (place, int(donor))))
        if not rows or not self.subject.budget.allows(len(rows)):
            return []
        features = np.array(rows)
        self.tried += len(rows)
        missing = self.wish.missing(self.subject.predict(features))
        cost = self._cost(features)
        each = zip(features, donors, missing.tolist(), cost.tolist(), strict=True)
        return [_Try(*one) for one in each if one[3] > held.cost]

    def _cost(self, features: Any) -> Floats:
        """Give how far rows are from the one asked about, each changed column besides."""
        apart = column_distances(self.blocks, self.row, features, self._spreads)
        cost: Floats = apart.sum(axis=1) + 0.1 * (apart > 0).sum(axis=1)
        return cost

    def _different(self, reached: list[_Try]) -> list[_Try]:
        """Keep the nearest of each choice of columns."""
        nearest: dict[tuple[int, ...], _Try] = {}
        for one in sorted(reached, key=lambda one: one.cost):
            nearest.setdefault(tuple(sorted(place for place, _ in one.donors)), one)
        return [self._nearer(one) for one in list(nearest.values())[:_SHOWN]]

    def _nearer(self, one: _Try) -> _Try:
        """Look whether a row between has a value that is enough, for the last column changed."""
        import numpy as np

        place, donor = one.donors[-1]
        block = self.blocks[place]
        if block.role != "numeric":
            return one
        values = self.subject.features[:, block.places[0]]
        low, high = sorted((self.row[block.places[0]], values[donor]))
        between = np.flatnonzero((values > low) & (values < high))
        if not len(between) or not self.subject.budget.allows(len(between)):
            return one
        rows = np.array(
            [swapped(one.features, block, self.subject.features[each]) for each in between]
        )
        missing, cost = self.wish.missing(self.subject.predict(rows)), self._cost(rows)
        self.tried += len(rows)
        enough = np.flatnonzero(missing <= 0)
        if not len(enough):
            return one
        best = enough[np.argmin(cost[enough])]
        donors = (*one.donors[:-1], (place, int(between[best])))
        return _Try(rows[best], donors, float(missing[best]), float(cost[best]))


def _told(
    subject: Subject, frame: pd.DataFrame, one: _Try, search: _Search, wish: Wish
) -> dict[str, Any]:
    said = subject.predict(one.features[None])[0]
    changes = []
    for place, donor in one.donors:
        name = search.blocks[place].name
        before = plain(frame[name].iloc[0])
        changes.append({"name": name, "from": before, "to": plain(subject.frame[name].iloc[donor])})
    return {
        "changes": changes,
        "said": rounded(said),
        "distance": rounded(one.cost),
        "stability": rounded(_robustness(subject, one, search.blocks, wish)),
    }


def _robustness(subject: Subject, one: _Try, blocks: Sequence[Block], wish: Wish) -> float:
    """Give the share of rows nearly like it that reach the wish too.

    Its numbers are given those of rows next to it in their order, a fiftieth of all to either side.
    """
    import numpy as np

    chance = np.random.default_rng(0)
    rows = np.repeat(one.features[None], _JITTERED, axis=0)
    reach = max(1, len(subject.features) // 50)
    for block in blocks:
        if block.role != "numeric":
            continue
        values = subject.features[:, block.places[0]]
        order = np.argsort(values, kind="stable")
        at = np.searchsorted(values[order], one.features[block.places[0]])
        places = at + chance.integers(-reach, reach + 1, _JITTERED)
        donors = order[np.clip(places, 0, len(order) - 1)]
        rows[:, list(block.places)] = subject.features[donors][:, list(block.places)]
    return float((wish.missing(subject.predict(rows)) <= 0).mean())


def _class_wish(subject: Subject, said: Floats, wanted: str | float | None) -> Wish:
    import numpy as np

    now = int(said.argmax())
    if wanted is None:
        place = int(np.argsort(-said, kind="stable")[1])
    elif str(wanted) in subject.outputs:
        place = subject.outputs.index(str(wanted))
    else:
        known = ", ".join(subject.outputs[:20])
        raise Invalid(f"wanted must be one of {known}; got {wanted!r}.", code="unknown_class")
    if place == now:
        raise Invalid(
            f"The model says {subject.outputs[now]!r} already. Wish for another class.",
            code="said_already",
        )
    return Wish(place, None, True, subject.outputs[place])


def _number_wish(subject: Subject, now: float, wanted: str | float | None) -> Wish:
    import numpy as np

    if wanted is None:
        usual = subject.predict(subject.background)[:, 0]
        low, middle, high = np.quantile(usual, [0.25, 0.5, 0.75])
        number = float(high if now < middle else low)
    else:
        try:
            number = float(wanted)
        except ValueError:
            raise Invalid(
                f"wanted must be a number; got {wanted!r}.", code="not_a_number"
            ) from None
    if not np.isfinite(number):
        raise Invalid(f"wanted must be a finite number; got {wanted!r}.", code="not_a_number")
    is_upward = number > now
    words = f"{'at least' if is_upward else 'at most'} {number:.6g}"
    return Wish(0, number, is_upward, words)
