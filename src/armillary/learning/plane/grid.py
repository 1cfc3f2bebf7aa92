"""Asking a model about a grid of rows that differ in two columns alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from armillary.learning.plane.axes import Axis

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from armillary.learning.preprocess import Preprocess

    Matrix = npt.NDArray[Any]
    Places = npt.NDArray[np.int64]

MOST_NUMBERS = 4_000_000
"""So many are asked about at once, however wide a row is."""


@dataclass(frozen=True)
class Grid:
    """Rows that take every pair of values along two axes, encoded.

    ``along`` (resolution, n_encoded) are rows in which both columns take their n-th value;
    ``of_x`` and ``of_y`` are the places of the encoded columns that follow one of them alone.
    Where a column follows both, ``whole`` (resolution², n_encoded) has every row.
    """

    resolution: int
    along: Matrix
    of_x: Places
    of_y: Places
    whole: Matrix | None = None

    @staticmethod
    def lay(
        preprocess: Preprocess, x: Axis, y: Axis, resolution: int, held: Mapping[str, Any]
    ) -> Grid:
        """Encode the rows, with all other columns as ``held`` has them."""
        import numpy as np

        across, up = x.values(resolution).tolist(), y.values(resolution).tolist()
        rows = [{**held, x.name: a, y.name: b} for a, b in zip(across, up, strict=True)]
        follows = [
            (x.name in column.needed, y.name in column.needed)
            for column in preprocess.columns
            for _ in column.outputs
        ]
        of_x = np.flatnonzero([of_x for of_x, _ in follows])
        of_y = np.flatnonzero([of_y for _, of_y in follows])
        along = np.repeat(preprocess.encode_rows(rows[:1]), resolution, axis=0)
        # All other columns are the same in every row.
        moving = tuple(c for c in preprocess.columns if {x.name, y.name} & set(c.needed))
        along[:, np.union1d(of_x, of_y)] = replace(preprocess, columns=moving).encode_rows(rows)
        whole = None
        if any(all(both) for both in follows):
            pairs = [{**held, x.name: a, y.name: b} for b in up for a in across]
            whole = preprocess.encode_rows(pairs)
        return Grid(resolution, along, of_x, of_y, whole)

    def __len__(self) -> int:
        """Give how many rows there are."""
        return self.resolution**2

    def parts(self) -> Iterator[Matrix]:
        """Give the rows some at a time, from the lowest y on and along x within each."""
        size = max(1, MOST_NUMBERS // max(1, self.along.shape[1] * self.resolution))
        for start in range(0, self.resolution, size):
            yield self._rows(start, min(start + size, self.resolution))

    def _rows(self, first: int, end: int) -> Matrix:
        import numpy as np

        width, many = self.resolution, end - first
        if self.whole is not None:
            return self.whole[first * width : end * width]
        rows = np.repeat(self.along[:1], many * width, axis=0)  # (many * width, n_encoded)
        rows[:, self.of_x] = np.tile(self.along[:, self.of_x], (many, 1))
        rows[:, self.of_y] = np.repeat(self.along[first:end, self.of_y], width, axis=0)
        return rows
