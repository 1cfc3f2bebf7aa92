"""The course of a training: which values held from which step on.

A training that was steered by hand, or went on from a kept state with other values, cannot be told
by the values of its end alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.going_on import may_differ


@dataclass(frozen=True)
class Stretch:
    """The values that held behind so many steps: of those that may differ on the way, all.

    ``is_within`` tells that they came while a step was under way, such as a long epoch.
    """

    behind: int
    values: Mapping[str, Any]
    is_within: bool = False


@dataclass(frozen=True)
class Course:
    """All stretches in their order, the first from the beginning, and how many steps were done."""

    stretches: tuple[Stretch, ...]
    ended: int

    @property
    def is_told_by_steps(self) -> bool:
        """Whether values changed between steps alone, so that counting steps tells all."""
        return not any(one.is_within for one in self.stretches)

    def values_of(self, params: Mapping[str, Any], steps: int) -> list[tuple[int, dict[str, Any]]]:
        """Give complete values by how many steps were done before; at least those of the beginning.

        ``params`` hold what is the same all along. What came behind ``steps`` is left out.
        """
        reached = min(steps, self.ended)
        first, *others = self.stretches
        found = {0: {**params, **first.values}}
        found |= {
            one.behind: {**params, **one.values} for one in others if one.behind < max(1, reached)
        }
        return sorted(found.items())

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> Course:
        """Rebuild what `to_json` gave."""
        stretches = tuple(Stretch(**one) for one in data["stretches"])
        return Course(stretches, int(data["ended"]))


def stretch(
    entry: CatalogueEntry, values: Mapping[str, Any], behind: int, *, is_within: bool = False
) -> Stretch:
    """Give a stretch with those of all values that may differ from one to the next."""
    able = {name for name, spec in entry.properties.items() if may_differ(spec)}
    kept = {name: value for name, value in values.items() if name in able}
    return Stretch(behind, kept, is_within)


def at(held: Sequence[tuple[int, Mapping[str, Any]]], steps: int) -> Mapping[str, Any]:
    """Give the values of a `Course.values_of` that hold behind so many steps."""
    return [values for behind, values in held if behind <= steps][-1]


def before(stretches: Sequence[Stretch], step: int) -> list[Stretch]:
    """Give the stretches that began before a step, or at the beginning."""
    return [one for one in stretches if one.behind < step or one.behind == 0]
