"""Trees that ask one question at every node of a level, written as trees of nodes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.learning.algorithms.catboost.trees import Tree
from armillary.learning.tree_shap.nodes import LEAF, Nodes, plain_nodes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Flags = npt.NDArray[np.bool_]


def symmetric_nodes(tree: Tree) -> Nodes:
    """Write a symmetric tree as nodes, the root first; branches that all say the same are leaves.

    As CatBoost counts, the last question is asked first: a node is numbered by the answers so far,
    so that its children are 2n and 2n + 1. Of deep trees most leaves had no training row and say
    nothing, so that little is left; what is said on average of rows of which only some columns are
    known stays the same.
    """
    import numpy as np

    covers = [np.asarray(tree.covers, dtype=np.float64)]
    values, is_leaf = [tree.leaves], [np.ones(len(tree.leaves), dtype=bool)]
    for _ in tree.columns:
        left, right = values[0][0::2], values[0][1::2]
        is_leaf.insert(0, is_leaf[0][0::2] & is_leaf[0][1::2] & (left == right).all(axis=1))
        covers.insert(0, covers[0][0::2] + covers[0][1::2])
        values.insert(0, left)
    return _written(tree, covers, values, is_leaf)


def _written(tree: Tree, covers: list[Floats], values: list[Floats], is_leaf: list[Flags]) -> Nodes:
    """Write the nodes that are reached, level by level."""
    import numpy as np

    numbers, first = np.zeros(1, dtype=np.int64), 0
    lefts, asked, cover, value = [], [], [], []
    for level in range(len(covers)):
        ends = is_leaf[level][numbers]
        inner = numbers[~ends]
        left = np.full(len(numbers), LEAF, dtype=np.int64)
        left[~ends] = first + len(numbers) + 2 * np.arange(len(inner))
        lefts.append(left)
        asked.append(np.full(len(numbers), max(0, len(tree.columns) - 1 - level)))
        cover.append(covers[level][numbers])
        value.append(values[level][numbers])
        first += len(numbers)
        numbers = np.stack([2 * inner, 2 * inner + 1], axis=1).reshape(-1)
    left, question = np.concatenate(lefts), np.concatenate(asked)
    # A tree without a question is one leaf, of which the column is never asked.
    columns, borders, gaps = (
        (np.append(each, 0)[question]) for each in (tree.columns, tree.borders, tree.gap_is_yes)
    )
    return plain_nodes(
        left,
        np.where(left == LEAF, LEAF, left + 1),
        columns,
        borders,
        np.concatenate(cover),
        np.concatenate(value),
        gaps == 0,
    )
