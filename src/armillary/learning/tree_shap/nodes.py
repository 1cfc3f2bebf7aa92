"""The nodes of many trees as one table, level by level, so that all are walked through at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Places = npt.NDArray[np.int64]
    Flags = npt.NDArray[np.bool_]

LEAF = -1
CODES = 256
_LEAST_SHARE = 1e-12  # of rows that go a way: where only weightless ones did


@dataclass(frozen=True)
class Nodes:
    """The nodes of trees, each array (n_nodes,) save ``value`` (n_nodes, n_values).

    A row goes left where its ``feature`` is at most the ``threshold``, or, where it has no value,
    by ``missing_left``. ``cover`` is how many training rows came by, by weight. ``children`` are
    places in the table, -1 in a leaf; the ``roots`` (n_trees,) are where trees begin. A node with
    ``codes`` (-1: none) instead looks its value up in that row of ``left_codes`` (n_sets, 256).
    """

    left: Places
    right: Places
    feature: Places
    threshold: Floats
    missing_left: Flags
    cover: Floats
    value: Floats
    codes: Places
    roots: Places
    left_codes: Flags

    @staticmethod
    def joined(trees: Sequence[Nodes]) -> Nodes:
        """Give several tables as one."""
        import numpy as np

        sizes = [len(tree.left) for tree in trees]
        starts = np.cumsum([0, *sizes[:-1]])
        sets = np.cumsum([0, *[len(tree.left_codes) for tree in trees[:-1]]])
        parts: dict[str, list[Any]] = {field.name: [] for field in fields(Nodes)}
        for tree, start, first_set in zip(trees, starts, sets, strict=True):
            for name, of_parts in parts.items():
                given = getattr(tree, name)
                if name == "roots":
                    given = given + start
                elif name in ("left", "right"):
                    given = np.where(given == LEAF, LEAF, given + start)
                elif name == "codes":
                    given = np.where(given < 0, -1, given + first_set)
                of_parts.append(given)
        return Nodes(**{name: np.concatenate(of_parts) for name, of_parts in parts.items()})

    def by_level(self) -> tuple[Nodes, list[slice]]:
        """Give the nodes with all roots first, then their children in pairs, and so on."""
        import numpy as np

        levels, level = [], self.roots
        while len(level):
            levels.append(level)
            inner = level[self.left[level] != LEAF]
            level = np.stack([self.left[inner], self.right[inner]], axis=1).reshape(-1)
        order = np.concatenate(levels)
        place = np.empty(len(self.left), dtype=np.int64)
        place[order] = np.arange(len(order))
        is_leaf = self.left[order] == LEAF
        sizes = np.cumsum([0, *[len(level) for level in levels]])
        moved = {name: getattr(self, name)[order] for name in _PLAIN}
        moved |= {
            side: np.where(is_leaf, LEAF, place[getattr(self, side)[order]])
            for side in ("left", "right")
        }
        slices = [slice(start, stop) for start, stop in pairwise(sizes.tolist())]
        nodes = Nodes(**moved, roots=place[self.roots], left_codes=self.left_codes)
        return nodes, slices

    def goes_left(self, features: npt.NDArray[Any]) -> Flags:
        """Tell of rows (n_rows, n_columns) which way they would go at each node (n_nodes, n_rows).

        In a leaf the answer means nothing.
        """
        import numpy as np

        values = features.T[np.maximum(self.feature, 0)]  # (n_nodes, n_rows)
        left: Flags = values <= self.threshold[:, None]
        asks_codes = np.flatnonzero(self.codes >= 0)
        if len(asks_codes):
            left[asks_codes] = self._in_codes(asks_codes, values[asks_codes])
        return np.where(np.isnan(values), self.missing_left[:, None], left)

    def _in_codes(self, nodes: Places, values: Floats) -> Flags:
        import numpy as np

        is_code = (values >= 0) & (values < CODES)
        codes = np.where(is_code, values, 0).astype(np.int64)
        found: Flags = self.left_codes[self.codes[nodes][:, None], codes]
        return np.where(is_code, found, self.missing_left[nodes][:, None])

    def shares(self) -> tuple[Floats, Places]:
        """Give which part of a node's rows each child gets, and each node's parent (-1: none)."""
        import numpy as np

        parent = np.full(len(self.left), -1, dtype=np.int64)
        inner = np.flatnonzero(self.left != LEAF)
        parent[self.left[inner]] = parent[self.right[inner]] = inner
        of_both = np.ones(len(self.left))
        of_both[inner] = self.cover[self.left[inner]] + self.cover[self.right[inner]]
        share = np.ones(len(self.left))
        below = np.flatnonzero(parent >= 0)
        total = of_both[parent[below]]
        with np.errstate(divide="ignore", invalid="ignore"):
            share[below] = np.where(total > 0, self.cover[below] / total, 0.5)
        return np.clip(share, _LEAST_SHARE, 1.0), parent


_PLAIN = ("feature", "threshold", "missing_left", "cover", "value", "codes")


def plain_nodes(
    left: Any, right: Any, feature: Any, threshold: Any, cover: Any, value: Any, missing_left: Any
) -> Nodes:
    """Give one tree, whose root comes first, as nodes that ask for no codes."""
    import numpy as np

    return Nodes(
        left=np.asarray(left, dtype=np.int64),
        right=np.asarray(right, dtype=np.int64),
        feature=np.asarray(feature, dtype=np.int64),
        threshold=np.asarray(threshold, dtype=np.float64),
        missing_left=np.asarray(missing_left, dtype=np.bool_),
        cover=np.asarray(cover, dtype=np.float64),
        value=np.asarray(value, dtype=np.float64),
        codes=np.full(len(left), -1, dtype=np.int64),
        roots=np.zeros(1, dtype=np.int64),
        left_codes=np.zeros((0, CODES), dtype=np.bool_),
    )
