"""The questions of a decision tree, in the words of the table, and its rules as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.anatomy.pruning import find_pruning
from armillary.learning.contract import ClassLabel

if TYPE_CHECKING:
    from armillary.learning.preprocess import Preprocess
    from armillary.learning.preprocess.columns import Column
    from armillary.learning.trees import Forest

MOST_NODES = 2_000
_LEAF = -1


@dataclass(frozen=True)
class _Question:
    """What a node asks of a row: ``yes`` leads to its left child, ``no`` to its right one."""

    column: str
    yes: str
    no: str


def describe_tree(
    forest: Forest, preprocess: Preprocess, classes: Sequence[ClassLabel] | None
) -> dict[str, Any]:
    """Give ``{kind, n_nodes, n_leaves, depth, is_cut, nodes, rules, pruning}`` of a single tree.

    A node is ``{id, depth, rows, impurity, prediction, shares, column, question, otherwise,
    threshold, true_child, false_child, cut_at}``; in a leaf the last seven are null. ``shares`` are
    those of the classes, null for values. ``rows`` are training rows. A tree of more than 2,000
    nodes is cut to those nearest to its root, and ``is_cut`` says so. ``pruning`` are the prices of
    a leaf ``{alpha, n_leaves}`` at which the tree would be cut back, ``cut_at`` that of one node;
    null where the tree is too large.
    """
    (tree,) = forest.trees
    pruning = find_pruning(tree)
    reader = _Reader(tree, preprocess, classes)
    kept = reader.nearest(MOST_NODES)
    nodes = [reader.node(place, depth, kept) for place, depth in kept.items()]
    for node in nodes:
        price = None if pruning is None else float(pruning.cut_at[node["id"]])
        node["cut_at"] = price if price == price else None  # NaN in leaves
    return {
        "kind": "tree",
        "n_nodes": int(tree.node_count),
        "n_leaves": int(tree.n_leaves),
        "depth": int(tree.max_depth),
        "is_cut": len(kept) < tree.node_count,
        "nodes": nodes,
        "rules": "\n".join(_rules(nodes)),
        "pruning": None if pruning is None else pruning.path,
    }


class _Reader:
    """Reads the nodes of a tree."""

    def __init__(
        self, tree: Any, preprocess: Preprocess, classes: Sequence[ClassLabel] | None
    ) -> None:
        self._tree, self._classes = tree, classes
        self._outputs = [
            (column, output.part) for column in preprocess.columns for output in column.outputs
        ]

    def nearest(self, most: int) -> dict[int, int]:
        """Give the places of the nodes nearest to the root and their depth, level by level."""
        depths, places = {0: 0}, [0]
        for place in places:
            for child in self._children(place):
                if len(places) < most:
                    depths[child] = depths[place] + 1
                    places.append(child)
        return depths

    def node(self, place: int, depth: int, kept: dict[int, int]) -> dict[str, Any]:
        """Describe one node; a child that is not kept is null."""
        tree, value = self._tree, self._tree.value[place, 0]
        described: dict[str, Any] = {
            "id": place,
            "depth": depth,
            "rows": int(tree.n_node_samples[place]),
            "impurity": float(tree.impurity[place]),
            **self._answer(value),
            **dict.fromkeys(("column", "question", "otherwise", "threshold")),
            **dict.fromkeys(("true_child", "false_child")),
        }
        children = [child if child in kept else None for child in self._children(place)]
        if children:
            threshold = float(tree.threshold[place])
            column, part = self._outputs[tree.feature[place]]
            asked = _ask(column, part, threshold)
            described |= {
                "column": asked.column,
                "question": asked.yes,
                "otherwise": asked.no,
                "threshold": threshold,
                "true_child": children[0],
                "false_child": children[1],
            }
        return described

    def _children(self, place: int) -> list[int]:
        left = int(self._tree.children_left[place])
        return [] if left == _LEAF else [left, int(self._tree.children_right[place])]

    def _answer(self, value: Any) -> dict[str, Any]:
        if self._classes is None:
            return {"prediction": float(value[0]), "shares": None}
        shares = value / value.sum()
        return {"prediction": self._classes[int(shares.argmax())], "shares": shares.tolist()}


def _ask(column: Column, part: str, threshold: float) -> _Question:
    """Say in words what ``part <= threshold`` asks of a column."""
    name = column.name
    if part.startswith("is:"):
        category = column.values[int(part[3:])]
        return _Question(name, f"{name} is not {category}", f"{name} is {category}")
    if part == "missing":
        return _Question(name, f"{name} is known", f"{name} is missing")
    if part == "value" and column.role == "boolean":
        return _Question(name, f"{name} is false", f"{name} is true")
    what = name if part in ("value", "code") else f"{name}: {part}"
    return _Question(name, f"{what} <= {threshold:.6g}", f"{what} > {threshold:.6g}")


def _rules(nodes: Sequence[dict[str, Any]]) -> list[str]:
    """Give the rules line by line, each question indented below the one that led to it."""
    by_id = {node["id"]: node for node in nodes}
    lines: list[str] = []
    # What is still to be written: a node, or the line of a question's other answer.
    waiting: list[int | str] = [nodes[0]["id"]]
    while waiting:
        next_one = waiting.pop()
        if isinstance(next_one, str):
            lines.append(next_one)
            continue
        node = by_id[next_one]
        pad = "  " * node["depth"]
        if node["question"] is None:
            lines.append(f"{pad}{_conclusion(node)}")
            continue
        yes, no = node["true_child"], node["false_child"]
        inner = f"{pad}  … cut here, where it would say {_conclusion(node)}"
        lines.append(f"{pad}if {node['question']}:")
        waiting += [inner if no is None else no, f"{pad}else:  # {node['otherwise']}"]
        waiting.append(inner if yes is None else yes)
    return lines


def _conclusion(node: dict[str, Any]) -> str:
    rows = f"{node['rows']:,} row{'' if node['rows'] == 1 else 's'}"
    if node["shares"] is None:
        return f"{node['prediction']:.6g} ({rows})"
    return f"{node['prediction']} ({max(node['shares']):.0%} of {rows})"
