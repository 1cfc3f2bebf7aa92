"""Where a decision tree would be cut back, and at which price of a leaf.

**Source:** L. Breiman et al., "Classification and Regression Trees", 1984, chapter 3: minimal
cost-complexity pruning takes away the branch that gains least impurity per leaf, again and again.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MOST_NODES = 20_000
_SHOWN = 200
_LEAF = -1


@dataclass(frozen=True)
class Pruning:
    """``cut_at`` (n_nodes,) is the price at which a node becomes a leaf or is gone, NaN in leaves.

    ``path`` are the prices ``{alpha, n_leaves}`` at which something changes, the least first.
    """

    cut_at: npt.NDArray[np.float64]
    path: list[dict[str, Any]]


def find_pruning(tree: Any) -> Pruning | None:
    """Cut a tree back to its root, step by step; None for one that takes too long.

    Trained with ``ccp_alpha`` of some price, the same tree would be cut wherever its price is not
    larger. Costs one step a node.
    """
    import numpy as np

    if tree.node_count > MOST_NODES:
        return None
    steps = _Steps(tree)
    path = [{"alpha": 0.0, "n_leaves": int(tree.n_leaves)}]
    for alpha, n_leaves in steps.follow():
        if alpha <= path[-1]["alpha"]:
            path[-1]["n_leaves"] = n_leaves
        else:
            path.append({"alpha": alpha, "n_leaves": n_leaves})
    return Pruning(np.array(steps.cut_at), [path[place] for place in spread(len(path), _SHOWN)])


class _Steps:
    """A tree that is cut back: of each node its leaves below, and the impurity that they leave."""

    def __init__(self, tree: Any) -> None:
        self._left, self._right = tree.children_left.tolist(), tree.children_right.tolist()
        weight = tree.weighted_n_node_samples
        self._own: list[float] = (tree.impurity * weight / weight[0]).tolist()
        count = len(self._left)
        self._parent = [_LEAF] * count
        self._leaves = [1] * count
        self._below: list[float] = list(self._own)
        self.cut_at = [float("nan")] * count
        # A child always comes after its parent.
        for place in range(count - 1, -1, -1):
            if self._left[place] == _LEAF:
                continue
            children = (self._left[place], self._right[place])
            for child in children:
                self._parent[child] = place
            self._leaves[place] = sum(self._leaves[child] for child in children)
            self._below[place] = sum(self._below[child] for child in children)

    def follow(self) -> Any:
        """Yield the price and how many leaves are left, cut by cut."""
        waiting = [(self._price(place), place) for place in range(len(self._left))
                   if self._is_inner(place)]  # fmt: skip
        heapq.heapify(waiting)
        reached = 0.0
        while waiting:
            price, place = heapq.heappop(waiting)
            if not self._is_inner(place) or price != self._price(place):
                continue  # it is gone, or its price has changed since
            reached = max(reached, price)
            self._cut(place, reached)
            above = self._parent[place]
            while above != _LEAF:
                heapq.heappush(waiting, (self._price(above), above))
                above = self._parent[above]
            yield reached, self._leaves[0]

    def _is_inner(self, place: int) -> bool:
        is_there = self.cut_at[place] != self.cut_at[place]  # NaN until it is cut
        return is_there and self._left[place] != _LEAF

    def _price(self, place: int) -> float:
        price: float = (self._own[place] - self._below[place]) / (self._leaves[place] - 1)
        return price

    def _cut(self, place: int, price: float) -> None:
        """Make a node a leaf, and tell those above."""
        fewer, more = self._leaves[place] - 1, self._own[place] - self._below[place]
        above = place
        while above != _LEAF:
            self._leaves[above] -= fewer
            self._below[above] += more
            above = self._parent[above]
        gone = [place]
        while gone:
            one = gone.pop()
            if self._is_inner(one):
                self.cut_at[one] = price
                gone += [self._left[one], self._right[one]]
