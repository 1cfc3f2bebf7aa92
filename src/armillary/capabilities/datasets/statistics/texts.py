"""Statistics of texts: how many different ones, the frequent ones, lengths."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

_TOP = 20


@dataclass(frozen=True)
class Texts:
    """What is known of a column's texts; ``top`` are the frequent ones, equals in their order."""

    unique_count: int
    empty_count: int
    top: list[tuple[str, int]]
    lengths: dict[str, float | int] | None

    @staticmethod
    def count(values: pa.ChunkedArray) -> Texts:
        """Count texts, none of which is missing."""
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        if not len(values):
            return Texts(0, 0, [], None)
        counted = values.value_counts()
        names, counts = counted.field("values"), counted.field("counts").to_numpy()
        lengths = pc.utf8_length(names).to_numpy()
        least = np.partition(counts, -_TOP)[-_TOP] if len(counts) > _TOP else 0
        frequent = np.flatnonzero(counts >= least)
        order = pc.sort_indices(
            pa.table({"n": counts[frequent], "v": names.take(frequent)}),
            sort_keys=[("n", "descending"), ("v", "ascending")],
        )
        top: list[tuple[Any, int]] = [
            (names[int(place)].as_py(), int(counts[place]))
            for place in frequent[order.to_numpy()[:_TOP]]
        ]
        return Texts(
            len(counts),
            int(counts[lengths == 0].sum()),
            top,
            {
                "min": int(lengths.min()),
                "mean": float(np.dot(lengths, counts) / counts.sum()),
                "max": int(lengths.max()),
            },
        )
