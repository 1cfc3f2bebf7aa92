"""Shapley values of trees by one walk down and one up, for many trees and rows at once.

What is shared out is what a tree says on average when only some columns of a row are known: where
it asks for another, the row goes both ways, in the parts in which training rows did. For one leaf
that is a product over the columns on its path, of 1 or 0 where a column is known (the row goes that
way or not) and of the part of rows z where it is not. The Shapley value of column i is then

    ∫₀¹ (o_i − z_i) · Π_{j≠i} (t·o_j + (1 − t)·z_j) dt · (value of the leaf),

a polynomial in t, which Gauss and Legendre's points integrate exactly (up to rounding). The product
is carried down the tree at each point, and the sum over the leaves below is carried up, so that all
leaves cost what the nodes cost.

**Source:** S. Lundberg et al., "From local explanations to global understanding with explainable AI
for trees", Nature Machine Intelligence 2, 2020 (what is shared out); G. Owen, "Multilinear
Extensions of Games", Management Science 18, 1972 (the integral); P. Yu et al., "Linear TreeShap",
NeurIPS 2022 (one walk down and up).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.tree_shap.nodes import LEAF, Nodes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_NOT, _LEFT_NOW, _STILL = 0, 1, 2
"""A row had left the path before, by the same column; leaves it here; or has not left it so far."""


@dataclass(frozen=True)
class Walk:
    """Trees made ready: what does not depend on the rows.

    ``factors`` and ``weights`` (n_nodes * 3, n_points) are, for each of three ways a row may stand
    to a node, how its product changes there and how the sum below counts for the node's column.
    ``before`` is the nearest node above that was entered by the same column, -1 where none was.
    """

    nodes: Nodes
    levels: list[slice]
    column: npt.NDArray[np.int64]
    parent: npt.NDArray[np.int64]
    before: npt.NDArray[np.int64]
    factors: Floats
    weights: Floats
    base: Floats

    @property
    def size(self) -> int:
        """How many numbers a row takes."""
        return self.factors.size // 3

    @staticmethod
    def of(trees: Nodes) -> Walk:
        """Make trees ready; costs about what asking them of a hundred rows does."""
        import numpy as np

        nodes, levels = trees.by_level()
        share, parent = nodes.shares()
        column = np.where(parent >= 0, nodes.feature[np.maximum(parent, 0)], -1)
        before = _entered_before(column, parent)
        z = share.copy()  # of all questions about the column so far
        n_columns = np.zeros(len(z), dtype=np.int64)  # that were asked about so far
        reach = share.copy()  # of the training rows, in the node
        for level in levels[1:]:
            above, same = parent[level], before[level]
            z[level] = share[level] * np.where(same >= 0, z[np.maximum(same, 0)], 1.0)
            n_columns[level] = n_columns[above] + (same < 0)
            reach[level] = share[level] * reach[above]
        points, point_weights = np.polynomial.legendre.leggauss(max(1, -(-n_columns.max() // 2)))
        t = (points + 1.0) / 2.0
        old = np.where(before >= 0, z[np.maximum(before, 0)], 1.0)
        factors, weights = _tables(z[:, None], old[:, None], t[None], point_weights[None] / 2.0)
        leaves = nodes.left == LEAF
        base = reach[leaves] @ nodes.value[leaves]
        return Walk(nodes, levels, column, parent, before, factors, weights, base)

    def values(self, features: npt.NDArray[Any], n_columns: int) -> Floats:
        """Give what columns add in rows (n_rows, n_columns, n_values), not the base."""
        import numpy as np
        from scipy import sparse

        n_rows, n_values = len(features), self.nodes.value.shape[1]
        place = self._places(features)  # (n_nodes, n_rows)
        products = self._down(place)
        entered = np.flatnonzero(self.column >= 0)
        by_column = sparse.csr_matrix(
            (np.ones(len(entered)), (self.column[entered], entered)),
            shape=(n_columns, len(self.column)),
        )
        found = np.empty((n_rows, n_columns, n_values))
        for value in range(n_values):
            counted = self._up(products, place, self.nodes.value[:, value])
            found[:, :, value] = (by_column @ counted).T
        return found

    def _places(self, features: npt.NDArray[Any]) -> npt.NDArray[np.int64]:
        """Give where in the tables each row's way to stand to a node is (n_nodes, n_rows)."""
        import numpy as np

        left = self.nodes.goes_left(features)
        is_left = np.zeros(len(self.column), dtype=bool)
        is_left[self.nodes.left[self.nodes.left != LEAF]] = True
        is_on = np.ones(left.shape, dtype=bool)
        was_on = np.ones(left.shape, dtype=bool)
        for level in self.levels[1:]:
            same = self.before[level]
            was_on[level] = np.where((same >= 0)[:, None], is_on[np.maximum(same, 0)], True)
            goes = left[self.parent[level]] == is_left[level, None]
            is_on[level] = was_on[level] & goes
        way = np.where(was_on, np.where(is_on, _STILL, _LEFT_NOW), _NOT)
        return 3 * np.arange(len(way))[:, None] + way

    def _down(self, place: npt.NDArray[np.int64]) -> list[Floats]:
        """Give the products of each level (n_nodes of it, n_rows, n_points)."""
        import numpy as np

        first = self.levels[0]
        products = [np.ones((first.stop, place.shape[1], self.factors.shape[1]))]
        for above, level in zip(self.levels[:-1], self.levels[1:], strict=True):
            inner = self.nodes.left[above] != LEAF
            carried = np.repeat(products[-1][inner], 2, axis=0)
            carried *= self.factors[place[level]]
            products.append(carried)
        return products

    def _up(self, products: list[Floats], place: npt.NDArray[np.int64], value: Floats) -> Floats:
        """Give what entering each node adds for the column asked about (n_nodes, n_rows)."""
        import numpy as np

        counted = np.zeros(place.shape)
        below: Floats | None = None
        for level, product in zip(self.levels[::-1], products[::-1], strict=True):
            is_leaf = self.nodes.left[level] == LEAF
            here = np.empty_like(product)
            here[is_leaf] = product[is_leaf] * value[level][is_leaf, None, None]
            if below is not None:
                here[~is_leaf] = below[0::2] + below[1::2]
            counted[level] = np.einsum("nrp,nrp->nr", here, self.weights[place[level]])
            below = here
        return counted


def _entered_before(
    column: npt.NDArray[np.int64], parent: npt.NDArray[np.int64]
) -> npt.NDArray[np.int64]:
    """Give for each node the nearest above that was entered by the same column; -1 for none."""
    import numpy as np

    before = np.full(len(column), -1, dtype=np.int64)
    open_ones = np.flatnonzero(parent >= 0)
    above = parent[open_ones]
    while len(open_ones):
        is_same = column[above] == column[open_ones]
        before[open_ones[is_same]] = above[is_same]
        is_open = ~is_same & (parent[above] >= 0)
        open_ones, above = open_ones[is_open], parent[above[is_open]]
    return before


def _tables(z: Floats, old: Floats, t: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """Give factors and weights for each node, way and point (n_nodes * 3, n_points).

    ``z`` and ``old`` (n_nodes, 1) are the part of unknown rows with and without the node's own
    question. An edge counts for its column what it changes of (o − z) / (t·o + (1 − t)·z): what the
    last one on a path counts is what is wanted.
    """
    import numpy as np

    was, is_on, is_off = t + (1 - t) * old, t + (1 - t) * z, (1 - t) * z
    same = np.broadcast_to(z / old, was.shape)
    factors = np.stack([same, is_off / was, is_on / was], axis=1)
    term = (1 - old) / was
    off = np.broadcast_to(-1.0 / (1 - t), was.shape) - term
    weights = np.stack([np.zeros_like(was), off, (1 - z) / is_on - term], axis=1)
    return factors.reshape(-1, t.shape[1]), (weight[:, None] * weights).reshape(-1, t.shape[1])
