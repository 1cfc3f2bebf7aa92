"""What trees say of a row, shared out exactly: against enumeration, LightGBM, and the sum."""

from itertools import combinations
from math import comb

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.explain._shapley import attribute
from armillary.learning.explain_subject import gather, subject_of
from armillary.learning.explaining import Budget
from armillary.learning.fit import fit
from armillary.learning.tree_shap import Nodes, TreeSum, tree_sum_of
from armillary.learning.tree_shap.nodes import plain_nodes
from armillary.learning.trees import Forest

COLUMNS = 4
# Sums of some hundred numbers of size 1 in 53 bits.
CLOSE = 1e-12


@pytest.fixture(scope="module")
def forest():
    """Three trees that ask about the same column several times on a path."""
    from sklearn.ensemble import ExtraTreesRegressor

    chance = np.random.default_rng(0)
    rows = chance.normal(size=(120, COLUMNS)).astype(np.float32)
    target = rows[:, 0] * rows[:, 1] + np.sin(3 * rows[:, 2])
    grown = ExtraTreesRegressor(3, random_state=0).fit(rows, target)
    trees = tuple(member.tree_ for member in grown.estimators_)
    return Forest("regression", COLUMNS, 1, trees), rows[:8]


def _expected(tree, row, known, node=0):
    """Say what a tree says on average of a row of which only some columns are known."""
    if tree.children_left[node] == -1:
        return tree.value[node, 0, 0]
    ways = (tree.children_left[node], tree.children_right[node])
    column = tree.feature[node]
    if column in known:
        way = ways[0] if row[column] <= tree.threshold[node] else ways[1]
        return _expected(tree, row, known, way)
    cover = tree.weighted_n_node_samples
    shares = [cover[way] / cover[node] for way in ways]
    return sum(
        share * _expected(tree, row, known, way) for share, way in zip(shares, ways, strict=True)
    )


def _enumerated(tree, row):
    """Give the Shapley values by looking at every set of columns, as they are defined."""
    values = np.zeros(COLUMNS)
    for size in range(COLUMNS):
        for known in combinations(range(COLUMNS), size):
            for column in set(range(COLUMNS)) - set(known):
                gain = _expected(tree, row, {*known, column}) - _expected(tree, row, set(known))
                values[column] += gain / (COLUMNS * comb(COLUMNS - 1, size))
    return values


def test_values_are_those_of_every_set_of_columns(forest):
    trees, rows = forest

    found = tree_sum_of(trees).contributions(rows)[:, :, 0]

    expected = np.mean([[_enumerated(tree, row) for row in rows] for tree in trees.trees], axis=0)
    assert found[:, :-1] == pytest.approx(expected, abs=CLOSE)
    assert found[:, -1] == pytest.approx(
        np.mean([_expected(tree, rows[0], set()) for tree in trees.trees]), abs=CLOSE
    )


def test_many_rows_and_trees_in_parts_give_the_same_as_one_at_a_time(forest, monkeypatch):
    trees, rows = forest
    whole = tree_sum_of(trees).contributions(rows)

    monkeypatch.setattr("armillary.learning.tree_shap.summing._NODES_TOGETHER", 1)
    monkeypatch.setattr("armillary.learning.tree_shap.summing._AT_ONCE", 1)
    parts = tree_sum_of(trees)
    monkeypatch.setattr("armillary.learning.tree_shap.summing._NODES_READY", 0)
    made_ready_when_asked = tree_sum_of(trees)

    assert len(parts.groups) == 3
    assert parts.contributions(rows) == pytest.approx(whole, abs=CLOSE)
    assert made_ready_when_asked.contributions(rows) == pytest.approx(whole, abs=CLOSE)


def _read_lightgbm(node, into):
    """Write LightGBM's tree into lists of nodes, the root first; give the node's place."""
    place = len(into)
    into.append(None)
    if "leaf_value" in node:
        into[place] = (-1, -1, 0, 0.0, node.get("leaf_count", 1), node["leaf_value"])
        return place
    left, right = (_read_lightgbm(node[f"{side}_child"], into) for side in ("left", "right"))
    count, column, border = node["internal_count"], node["split_feature"], node["threshold"]
    into[place] = (left, right, column, border, count, 0.0)
    return place


def test_values_of_equal_trees_are_those_that_lightgbm_gives():
    import lightgbm

    chance = np.random.default_rng(1)
    rows = chance.normal(size=(500, 6))
    target = rows[:, 0] * rows[:, 1] + rows[:, 2] ** 2 + 0.1 * chance.normal(size=500)
    settings = {"objective": "regression", "num_leaves": 25, "verbose": -1, "num_threads": 1}
    booster = lightgbm.train(settings, lightgbm.Dataset(rows, target), 10)
    trees = []
    for tree in booster.dump_model()["tree_info"]:
        nodes = []
        _read_lightgbm(tree["tree_structure"], nodes)
        left, right, column, border, count, value = map(np.array, zip(*nodes, strict=True))
        given = (left, right, column, border, count, value[:, None])
        trees.append((plain_nodes(*given, np.ones(len(left))), (0,)))

    found = TreeSum.of(trees, np.zeros(1), 6, dtype="float64").contributions(rows)

    theirs = booster.predict(rows, pred_contrib=True, num_threads=1)
    # LightGBM keeps thresholds and values as text of 17 digits.
    assert found[:, :, 0] == pytest.approx(theirs, abs=1e-9)


@pytest.fixture(scope="module")
def table():
    chance = np.random.default_rng(2)
    number, other = chance.normal(size=(2, 240))
    town = chance.choice(["Bonn", "Ulm", "Köln", "Jena"], 240)
    price = number * other + (town == "Ulm") + 0.1 * chance.normal(size=240)
    number[::9] = np.nan
    return pd.DataFrame(
        {
            "number": number,
            "other": other,
            "town": town,
            "price": price,
            "kind": np.where(price > 0.8, "dear", np.where(price > 0, "fair", "cheap")),
            "sold": np.where(price > 0.4, "yes", "no"),
        }
    )


_LOG_ODDS, _SCORE, _CHANCE = "log odds", "score", "probability"


@pytest.mark.parametrize(
    ("algorithm", "target", "unit"),
    [
        ("random_forest", "price", "price"),
        ("random_forest", "sold", _CHANCE),
        ("extra_trees", "kind", _CHANCE),
        ("decision_tree", "kind", _CHANCE),
        ("adaboost", "kind", _SCORE),
        ("hist_gradient_boosting", "price", "price"),
        ("hist_gradient_boosting", "sold", _LOG_ODDS),
        ("hist_gradient_boosting", "kind", _SCORE),
        ("gradient_boosting_regressor", "price", "price"),
        ("gradient_boosting_classifier", "sold", _LOG_ODDS),
        ("gradient_boosting_classifier", "kind", _SCORE),
        ("extra_tree_regressor", "price", "price"),
        ("extra_tree_classifier", "sold", _CHANCE),
    ],
)
def test_values_of_every_kind_of_tree_are_exact_and_sum_to_what_is_said(
    table, algorithm, target, unit
):
    kind = "regression" if target == "price" else "classification"
    few = {"n_estimators": 10, "max_iter": 10}
    task = Task(kind, target, ("number", "other", "town"))
    params = {name: value for name, value in few.items() if _has(algorithm, name)}
    *_, last = fit(table, task, algorithm, params, seed=4)
    model = last.model()
    subject = subject_of(gather(model, table), rows=40, seed=0, budget=Budget(10**6, 60))

    chance = np.random.default_rng(0)
    found = attribute(subject, subject.features, subject.blocks, chance, usual_rows=5)

    assert (found.method, found.unit, found.errors) == ("trees", unit, None)
    assert found.values.sum(axis=1) + found.base == pytest.approx(found.said, abs=CLOSE)
    said = subject.said(subject.features)
    if unit == _LOG_ODDS:
        said = np.log(said / (1 - said))
    if unit != _SCORE:
        assert found.said == pytest.approx(said, abs=1e-9)


def _has(algorithm, name):
    from armillary.learning.catalogue import get_entry

    return name in get_entry(algorithm).properties


def test_a_median_of_trees_and_one_tree_of_leaves_alone_are_told_apart(table):
    task = Task("regression", "price", ("number", "other"))
    *_, last = fit(table, task, "adaboost", {"n_estimators": 5}, seed=0)

    assert tree_sum_of(last.model().predictor) is None
    leaf = plain_nodes([-1], [-1], [-2], [0.0], [7.0], [[3.0]], [0])
    alone = TreeSum.of([(Nodes.joined([leaf]), (0,))], np.zeros(1), 2)
    assert alone.contributions(np.zeros((2, 2)))[:, :, 0].tolist() == [[0.0, 0.0, 3.0]] * 2
