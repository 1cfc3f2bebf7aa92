"""A usual row, from which what other rows have is told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.explain._axes import numbers_of
from armillary.learning.explaining import Block, Subject, plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_ORDERED = ("numeric", "datetime")


@dataclass(frozen=True)
class Baseline:
    """A usual row as a model sees it (n_encoded,), and ``told`` as people do: name and value.

    A text has no usual value, and stands there as the mean of its numbers; its value is None.
    """

    encoded: Floats
    told: list[dict[str, Any]]


def baseline_of(subject: Subject) -> Baseline:
    """Put together the middle values of numbers and dates and the most frequent categories."""
    import numpy as np

    encoded = subject.features.mean(axis=0, dtype=np.float64)
    told = []
    for block in subject.blocks:
        row = _usual_row(subject, block)
        places = list(block.places)
        if row is not None:
            encoded[places] = subject.features[row, places]
        value = None if row is None else plain(subject.frame[block.name].iloc[row])
        told.append({"name": block.name, "value": value, "is_mean": row is None})
    return Baseline(encoded, told)


def _usual_row(subject: Subject, block: Block) -> int | None:
    """Give a row that has the usual value of a column; None for texts."""
    import numpy as np

    if block.role == "text" or block.name not in subject.frame:
        return None
    if block.role in _ORDERED:
        numbers = numbers_of(subject, block)
        known = np.flatnonzero(np.isfinite(numbers))
        if len(known):
            return int(known[np.argsort(numbers[known], kind="stable")[(len(known) - 1) // 2]])
    values = subject.frame[block.name].astype(str).to_numpy()
    kinds, first, counts = np.unique(values, return_index=True, return_counts=True)
    return int(first[counts.argmax()]) if len(kinds) else None
