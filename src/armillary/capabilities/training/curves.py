"""Points of curves, and curves with few enough of them to send: first and last are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

LIMIT = 2_000
HISTORY_NAMES = ("train_loss", "val_loss", "train_accuracy", "val_accuracy")

T = TypeVar("T")
Point = tuple[str, int, float | None]


def thin(items: Sequence[T], limit: int = LIMIT) -> list[T]:
    """Keep every n-th item, so that at most ``limit`` remain, the first and the last among them."""
    if len(items) <= limit:
        return list(items)
    stride = -(-(len(items) - 1) // (limit - 1))
    kept = list(items[::stride])
    if (len(items) - 1) % stride:
        kept.append(items[-1])
    return kept


@dataclass(frozen=True)
class Logged:
    """One point as it is logged."""

    name: str
    step: int
    value: float | None
    time: datetime


class History:
    """The curves of one training so far, in the arrays that other programs expect.

    Holds a few thousand steps at most: beyond that, every second one is let go, the last one kept.
    """

    def __init__(self, points: Iterable[Point] = ()) -> None:
        self._values: dict[int, dict[str, float | None]] = {}
        self.add(points)

    def __len__(self) -> int:
        return len(self._values)

    @property
    def last(self) -> tuple[int, dict[str, float | None]] | None:
        """The newest step and its values."""
        if not self._values:
            return None
        step = max(self._values)
        return step, self._values[step]

    def add(self, points: Iterable[Point]) -> None:
        """Take points, in any order; of two for the same name and step the later one counts."""
        for name, step, value in points:
            self._values.setdefault(step, {})[name] = value
        if len(self._values) > 2 * LIMIT:
            kept = thin(sorted(self._values))
            self._values = {step: self._values[step] for step in kept}

    def to_wire(self) -> dict[str, Any]:
        """Give ``{epochs, train_loss, val_loss, …}``, arrays of one length with gaps as None."""
        steps = thin(sorted(self._values))
        rows = [self._values[step] for step in steps]
        names = dict.fromkeys((*HISTORY_NAMES, *sorted({name for row in rows for name in row})))
        return {"epochs": steps, **{name: [row.get(name) for row in rows] for name in names}}
