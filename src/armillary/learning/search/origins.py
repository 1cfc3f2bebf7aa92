"""Where a model of a sum comes from: all that it takes to learn it again from the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from armillary.learning.search.ground import Ground

Part = Literal["fold", "whole", "steered"]
"""What was learned from: a fold, all rows that may be, or all but those that steer."""


@dataclass(frozen=True)
class Origin:
    """The values, the rows and the chance of one model.

    ``chance`` seeds what it drew, ``first_chance`` what goes before it; of ``folds`` that the rows
    were dealt to it is fold ``place``, where it learned from one. ``rows`` counts those that it
    learned from; ``is_held_out`` tells whether there is a test part that nobody learned from.
    """

    values: Mapping[str, Any]
    part: Part
    place: int
    folds: int
    rows: int
    chance: tuple[int, ...]
    first_chance: tuple[int, ...]
    is_held_out: bool

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Origin:
        """Rebuild what `to_json` gave."""
        chances = {name: tuple(data[name]) for name in ("chance", "first_chance")}
        return Origin(**{**data, **chances})


def origin_of_fold(ground: Ground, values: Mapping[str, Any], seed: int, place: int) -> Origin:
    """Say where the model of a fold comes from, as its trial learned it."""
    rows = len(ground.folds[place].split.train)
    return _origin(ground, values, "fold", place, rows, (seed, place))


def origin_of_all(ground: Ground, values: Mapping[str, Any], seed: int, part: Part) -> Origin:
    """Say where a model comes from that was learned for the sum alone."""
    sizes = ground.prepared.split.sizes()
    rows = len(ground.learned)
    if part == "steered":
        rows = sizes["train"] + (sizes["validation"] if ground.is_judged_by_folds else 0)
    return _origin(ground, values, part, len(ground.folds), rows, (seed, 0))


def _origin(
    ground: Ground,
    values: Mapping[str, Any],
    part: Part,
    place: int,
    rows: int,
    chance: tuple[int, int],
) -> Origin:
    return Origin(
        values=dict(values),
        part=part,
        place=place,
        folds=len(ground.folds),
        rows=rows,
        chance=chance,
        first_chance=(ground.seed, place, len(ground.first)),
        is_held_out=not ground.is_judged_by_folds,
    )
