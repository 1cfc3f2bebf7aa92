"""Ensembles of trees as one operation of ONNX."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from armillary.learning.travel.graph.building import Building
from armillary.learning.travel.problems import NotExportable

# Nodes that a library did not have are numbered from here on.
_FRESH = 1_000_000
_CODES = 256


@dataclass
class Nodes:
    """The nodes of all trees, column by column, as the operation wants them."""

    width: int
    columns: dict[str, list[Any]] = field(default_factory=dict)
    leaves: dict[str, list[Any]] = field(default_factory=dict)
    tree: int = -1
    _fresh: int = 0

    def begin(self) -> None:
        """Begin another tree."""
        self.tree += 1
        self._fresh = _FRESH

    def ask(
        self, node: int, column: int, border: float, yes: int, no: int, mode: str, gap_is_yes: bool
    ) -> None:
        """Add a question: whether a column is below, or above, a border."""
        self._add(node, column, border, yes, no, mode, int(gap_is_yes))

    def ask_set(
        self,
        node: int,
        column: int,
        codes: Sequence[int],
        yes: int,
        no: int,
        *,
        gap_is_yes: bool = False,
    ) -> None:
        """Add questions, one after another, that together ask whether a code is one of several."""
        questions = [(float(code), "BRANCH_EQ", False) for code in codes]
        if gap_is_yes or not codes:
            # No code is below zero, so that only a gap is answered yes, if any is.
            questions.append((-1.0, "BRANCH_LEQ", gap_is_yes))
        for place, (border, mode, gap) in enumerate(questions):
            own = node if place == 0 else self._fresh
            is_last = place == len(questions) - 1
            self._fresh += place > 0
            self.ask(own, column, border, yes, no if is_last else self._fresh, mode, gap)

    def leaf(self, node: int, values: Sequence[float], output: int = 0) -> None:
        """Add a leaf and what it adds to the outputs from ``output`` on."""
        self.leaf_at(node, {output + place: value for place, value in enumerate(values)})

    def leaf_at(self, node: int, values: Mapping[int, float]) -> None:
        """Add a leaf and what it adds to some of the outputs."""
        self._add(node, 0, 0.0, 0, 0, "LEAF", 0)
        for output, value in values.items():
            for name, item in (
                ("target_treeids", self.tree),
                ("target_nodeids", node),
                ("target_ids", output),
                ("target_weights", float(value)),
            ):
                self.leaves.setdefault(name, []).append(item)

    def _add(self, *facts: Any) -> None:
        names = (
            *("nodes_nodeids", "nodes_featureids", "nodes_values", "nodes_truenodeids"),
            *("nodes_falsenodeids", "nodes_modes", "nodes_missing_value_tracks_true"),
        )
        self.columns.setdefault("nodes_treeids", []).append(self.tree)
        for name, item in zip(names, facts, strict=True):
            self.columns.setdefault(name, []).append(item)


def add_trees(building: Building, matrix: str, nodes: Nodes) -> str:
    """Add the sum over all trees (n_rows, width), as float64; gives its name."""
    import numpy as np
    from onnx import numpy_helper

    columns, leaves = _numbered(nodes)
    # As tensors borders and leaves keep all their digits.
    for of, name in ((columns, "nodes_values"), (leaves, "target_weights")):
        array = np.array(of.pop(name), dtype=np.float64)
        of[f"{name}_as_tensor"] = numpy_helper.from_array(array, name)
    summed = building.add(
        "TreeEnsembleRegressor",
        building.cast(matrix, "float64"),
        domain="ai.onnx.ml",
        n_targets=nodes.width,
        aggregate_function="SUM",
        post_transform="NONE",
        **columns,
        **leaves,
    )
    return building.cast(summed, "float64")


def _numbered(nodes: Nodes) -> tuple[dict[str, list[Any]], dict[str, list[Any]]]:
    """Number the nodes of each tree from 0 on: runtimes take no number beyond their count."""
    columns, leaves = dict(nodes.columns), dict(nodes.leaves)
    trees = columns["nodes_treeids"]
    count: dict[int, int] = {}
    number: dict[tuple[int, int], int] = {}
    for tree, node in zip(trees, columns["nodes_nodeids"], strict=True):
        number[tree, node] = count.get(tree, 0)
        count[tree] = count.get(tree, 0) + 1
    for name in ("nodes_nodeids", "nodes_truenodeids", "nodes_falsenodeids"):
        given = zip(trees, columns[name], strict=True)
        # A leaf names no others; that it says 0 there leads nowhere.
        columns[name] = [number.get(place, 0) for place in given]
    given = zip(leaves["target_treeids"], leaves["target_nodeids"], strict=True)
    leaves["target_nodeids"] = [number[place] for place in given]
    return columns, leaves


def of_forest(forest: Any) -> Nodes:
    """Give the trees of a forest of scikit-learn, each counting its share."""
    nodes, share = Nodes(forest.n_outputs), 1.0 / len(forest.trees)
    for tree in forest.trees:
        add_tree(nodes, tree, (tree.value[:, 0, :] * share).tolist(), 0)
    return nodes


def add_tree(
    nodes: Nodes,
    tree: Any,
    leaves: Sequence[Sequence[float]],
    output: int,
    columns: Sequence[int] | None = None,
) -> None:
    """Add a tree of scikit-learn whose leaves, by the numbers of their nodes, say so much.

    ``columns`` are those of the table that it was given, where it was not given all.
    """
    nodes.begin()
    gaps = tree.__getstate__()["nodes"]["missing_go_to_left"]
    for node in range(tree.node_count):
        left, right = int(tree.children_left[node]), int(tree.children_right[node])
        if left == -1:
            nodes.leaf(node, leaves[node], output)
            continue
        border, column = float(tree.threshold[node]), int(tree.feature[node])
        column = column if columns is None else columns[column]
        nodes.ask(node, column, border, left, right, "BRANCH_LEQ", bool(gaps[node]))


def of_votes(weighted: Any) -> Nodes:
    """Give AdaBoost's trees, each voting for one class and against the others, by its weight."""
    forest, count = weighted.forest, weighted.forest.n_outputs
    nodes, total = Nodes(count), float(weighted.weights.sum()) * (count - 1)
    against = -1.0 / (count - 1)
    for tree, weight in zip(forest.trees, weighted.weights.tolist(), strict=True):
        chosen = tree.value[:, 0, :].argmax(axis=1)
        votes = [
            [weight * (1.0 if place == own else against) / total for place in range(count)]
            for own in chosen.tolist()
        ]
        add_tree(nodes, tree, votes, 0)
    return nodes


def of_each(weighted: Any) -> Nodes:
    """Give what each tree says, one beside the other (n_rows, n_trees)."""
    nodes = Nodes(len(weighted.forest.trees))
    for place, tree in enumerate(weighted.forest.trees):
        add_tree(nodes, tree, tree.value[:, 0, :1].tolist(), place)
    return nodes


def of_boosted(boosted: Any) -> Nodes:
    """Give the trees of histogram gradient boosting."""
    width = len(boosted.baseline)
    nodes = Nodes(width)
    for number, tree in enumerate(boosted.trees):
        nodes.begin()
        for node, facts in enumerate(tree.nodes):
            if facts["is_leaf"]:
                nodes.leaf(node, [facts["value"]], number % width)
                continue
            if facts["is_categorical"]:
                _ask_categories(nodes, node, facts, tree, int(boosted.order[facts["feature_idx"]]))
                continue
            nodes.ask(
                node,
                int(boosted.order[facts["feature_idx"]]),
                float(facts["num_threshold"]),
                int(facts["left"]),
                int(facts["right"]),
                "BRANCH_LEQ",
                bool(facts["missing_go_to_left"]),
            )
    return nodes


def _ask_categories(nodes: Nodes, node: int, facts: Any, tree: Any, column: int) -> None:
    bits = tree.raw_left_cat_bitsets[facts["bitset_idx"]]
    codes = [code for code in range(_CODES) if int(bits[code // 32]) >> (code % 32) & 1]
    left, right = int(facts["left"]), int(facts["right"])
    gap = bool(facts["missing_go_to_left"])
    nodes.ask_set(node, column, codes, left, right, gap_is_yes=gap)


def of_lightgbm(booster: Any, *, has_lines: bool = False) -> Nodes:
    """Give the trees of LightGBM.

    Of leaves that hold lines an output gets its constant, and those behind it a column's slope
    each.
    """
    described = booster.dump_model()
    width = int(described["num_tree_per_iteration"])
    n_each = int(booster.num_feature()) + 1 if has_lines else 1
    nodes = Nodes(width * n_each)
    for number, tree in enumerate(described["tree_info"]):
        nodes.begin()
        for node, facts, yes, no in _walk(tree["tree_structure"], "left_child", "right_child"):
            if "leaf_value" in facts:
                nodes.leaf_at(node, _line_of(facts, number % width * n_each, has_lines=has_lines))
                continue
            if facts["decision_type"] == "==":
                codes = [int(code) for code in str(facts["threshold"]).split("||")]
                nodes.ask_set(node, int(facts["split_feature"]), codes, yes, no)
                continue
            if facts["decision_type"] != "<=":
                raise NotExportable(f"A tree asks by {facts['decision_type']!r}.")
            border = float(facts["threshold"])
            # A gap counts as zero where the training has seen none.
            gap = border >= 0.0 if facts["missing_type"] == "None" else facts["default_left"]
            nodes.ask(node, int(facts["split_feature"]), border, yes, no, "BRANCH_LEQ", bool(gap))
    return nodes


def _line_of(leaf: Mapping[str, Any], output: int, *, has_lines: bool) -> dict[int, float]:
    """Give what a leaf adds by output."""
    if not has_lines:
        return {output: leaf["leaf_value"]}
    slopes = zip(leaf["leaf_features"], leaf["leaf_coeff"], strict=True)
    return {output: leaf["leaf_const"]} | {
        output + 1 + int(column): slope for column, slope in slopes
    }


def of_xgboost(booster: Any, width: int) -> Nodes:
    """Give the trees of XGBoost."""
    nodes = Nodes(width)
    for number, text in enumerate(booster.get_dump(dump_format="json")):
        nodes.begin()
        _add_xgboost(nodes, json.loads(text), number % width)
    return nodes


def _add_xgboost(nodes: Nodes, root: dict[str, Any], output: int) -> None:
    import numpy as np

    left = [root]
    while left:
        facts = left.pop()
        node = int(facts["nodeid"])
        if "leaf" in facts:
            nodes.leaf(node, [facts["leaf"]], output)
            continue
        border = facts["split_condition"]
        if isinstance(border, list):
            raise NotExportable("A tree splits a column by sets of categories.")
        nodes.ask(
            node,
            int(str(facts["split"]).removeprefix("f")),
            # Written in as few digits as tell it from its neighbours among float32.
            float(np.float32(border)),
            int(facts["yes"]),
            int(facts["no"]),
            "BRANCH_LT",
            facts["missing"] == facts["yes"],
        )
        left += facts["children"]


def of_symmetric(trees: Any) -> Nodes:
    """Give the trees of CatBoost, in which all nodes of a level ask the same."""
    nodes = Nodes(len(trees.start))
    for tree in trees.trees:
        nodes.begin()
        _add_symmetric(nodes, tree)
    return nodes


def _add_symmetric(nodes: Nodes, tree: Any) -> None:
    depth = len(tree.columns)
    for place in range(2 ** (depth + 1) - 1):
        level = (place + 1).bit_length() - 1
        if level == depth:
            # The path to a leaf holds the answers, the first level's first.
            answers = bin(place + 1)[3:]
            leaf = sum(int(answer) << at for at, answer in enumerate(answers))
            nodes.leaf(place, tree.leaves[leaf].tolist())
            continue
        nodes.ask(
            place,
            int(tree.columns[level]),
            float(tree.borders[level]),
            2 * place + 2,
            2 * place + 1,
            "BRANCH_GT",
            bool(tree.gap_is_yes[level]),
        )


def _walk(
    root: dict[str, Any], yes: str, no: str
) -> Iterator[tuple[int, dict[str, Any], int, int]]:
    """Number the nodes of nested dictionaries, parents first."""
    waiting, count = [(0, root)], 1
    while waiting:
        number, facts = waiting.pop()
        if yes not in facts:
            yield number, facts, 0, 0
            continue
        yield number, facts, count, count + 1
        waiting += [(count, facts[yes]), (count + 1, facts[no])]
        count += 2
