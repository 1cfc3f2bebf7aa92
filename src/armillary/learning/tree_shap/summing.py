"""A model that adds up trees, as one that says itself what each column adds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.tree_shap.nodes import Nodes
from armillary.learning.tree_shap.walking import Walk

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_NODES_TOGETHER = 60_000
_NODES_READY = 1_500_000  # ready ones take about 360 bytes each, others a quarter of that
_AT_ONCE = 1_500_000  # numbers of 8 bytes: what fits near the processor is faster


@dataclass(frozen=True)
class TreeSum:
    """Trees in groups, of which each adds to the outputs that it names; and what is there anyway.

    ``mirrored`` adds a first output that is 1 less all others, as the chance of a first class is.
    Rows are read as ``dtype`` holds them, as the trees themselves do. Of very large forests each
    group is made ready only while it is asked, which takes a tenth longer for a hundred rows.
    """

    groups: tuple[tuple[Walk | Nodes, tuple[int, ...]], ...]
    offset: Floats
    n_columns: int
    dtype: str = "float32"
    mirrored: bool = False

    @staticmethod
    def of(
        trees: Sequence[tuple[Nodes, tuple[int, ...]]],
        offset: Floats,
        n_columns: int,
        *,
        dtype: str = "float32",
        mirrored: bool = False,
    ) -> TreeSum:
        """Put trees (nodes, and which outputs their values are) into groups that fit together."""
        is_small = sum(len(nodes.left) for nodes, _ in trees) <= _NODES_READY
        groups: list[tuple[Walk | Nodes, tuple[int, ...]]] = []
        for outputs in dict.fromkeys(which for _, which in trees):
            waiting: list[Nodes] = []
            for nodes, which in trees:
                if which != outputs:
                    continue
                if waiting and _size(waiting) + len(nodes.left) > _NODES_TOGETHER:
                    groups.append((_group(waiting, is_small), outputs))
                    waiting = []
                waiting.append(nodes)
            groups.append((_group(waiting, is_small), outputs))
        return TreeSum(tuple(groups), offset, n_columns, dtype, mirrored)

    def contributions(self, features: npt.NDArray[Any]) -> Floats:
        """Give what columns add, and the base at the end (n_rows, n_columns + 1, n_outputs)."""
        import numpy as np

        rows = np.ascontiguousarray(features, dtype=self.dtype)
        found = np.zeros((len(rows), self.n_columns + 1, len(self.offset)))
        found[:, -1] += self.offset
        for group, outputs in self.groups:
            walk = Walk.of(group) if isinstance(group, Nodes) else group
            places = list(outputs)
            found[:, -1, places] += walk.base
            at_once = max(1, _AT_ONCE // walk.size)
            for start in range(0, len(rows), at_once):
                part = slice(start, start + at_once)
                values = walk.values(rows[part], self.n_columns)
                found[part, :-1, places] += values
        if not self.mirrored:
            return found
        first = -found.sum(axis=2, keepdims=True)
        first[:, -1] += 1.0
        return np.concatenate([first, found], axis=2)


def _group(trees: Sequence[Nodes], is_small: bool) -> Walk | Nodes:
    nodes = Nodes.joined(trees)
    return Walk.of(nodes) if is_small else nodes


def _size(trees: Sequence[Nodes]) -> int:
    return sum(len(nodes.left) for nodes in trees)
