"""Reading trees and weights."""

import math

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_iris

from armillary.base.errors import Conflict
from armillary.learning import anatomy
from armillary.learning.anatomy import describe_structure
from armillary.learning.anatomy.pruning import find_pruning
from armillary.learning.contract import Task
from armillary.learning.fit import fit


def _train(frame: pd.DataFrame, algorithm: str, kind="classification", **params):
    *_, last = fit(frame, Task(kind, "y"), algorithm, params, seed=1)
    return last.model()


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "size": rng.normal(50, 10, 400).round(2),
            "colour": rng.choice(["red", "green", "blue"], 400),
            "is_open": rng.random(400) < 0.5,
        }
    )
    frame.loc[::7, "size"] = np.nan
    wants = (frame["size"] > 52) | ((frame["colour"] == "red") & frame["is_open"])
    frame["y"] = np.where(wants, "yes", "no")
    return frame


def _walk(nodes, row):
    """Follow the questions as a person would, by their words."""
    by_id = {node["id"]: node for node in nodes}
    node = by_id[0]
    while node["question"] is not None:
        node = by_id[node["true_child" if _is_true(node["question"], row) else "false_child"]]
    return node


def _is_true(question, row):
    if " <= " in question:
        column, threshold = question.split(" <= ")
        value = row[column]
        return (50.3 if math.isnan(value) else value) <= float(threshold)
    column, said = question.split(" is ", 1)
    if said in ("known", "missing"):
        return math.isnan(row[column]) == (said == "missing")
    if said in ("true", "false"):
        return row[column] == (said == "true")
    return (row[column] != said.removeprefix("not ")) == said.startswith("not ")


def test_following_the_questions_gives_what_the_model_predicts(table):
    model = _train(table, "decision_tree", max_depth=4)

    found = describe_structure(model)

    assert found["n_nodes"] == len(found["nodes"]) > 5
    assert not found["is_cut"]
    assert found["n_leaves"] == sum(node["question"] is None for node in found["nodes"])
    known = table.dropna()
    rows = known.to_dict("records")
    assert [_walk(found["nodes"], row)["prediction"] for row in rows] == list(
        model.predict(known).values
    )
    assert {"colour", "is_open", "size"} == {
        node["column"] for node in found["nodes"] if node["column"]
    }


def test_rules_are_the_questions_indented():
    frame = load_iris(as_frame=True).frame.rename(columns={"target": "y"})

    found = describe_structure(_train(frame, "decision_tree", max_depth=2))

    first, second, third = found["rules"].splitlines()[:3]
    assert first.startswith("if petal ")
    assert " <= " in first
    assert first.endswith(":")
    assert second == "  0 (100% of 35 rows)"
    assert third.startswith("else:  # petal ")
    assert " > " in third
    assert len(found["rules"].splitlines()) == found["n_leaves"] + 2 * (found["n_leaves"] - 1)


def test_a_large_tree_is_cut_to_what_is_nearest_to_its_root(table, monkeypatch):
    monkeypatch.setattr(anatomy.tree, "MOST_NODES", 6)

    found = describe_structure(_train(table, "decision_tree"))

    assert found["is_cut"]
    assert len(found["nodes"]) == 6 < found["n_nodes"]
    ids = {node["id"] for node in found["nodes"]}
    children = {node[key] for node in found["nodes"] for key in ("true_child", "false_child")}
    assert children - {None} == ids - {0}
    assert "… cut here" in found["rules"]


def test_weights_are_told_in_the_units_of_the_table():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"metres": rng.normal(1000, 300, 300), "tons": rng.normal(0, 0.01, 300)})
    frame["y"] = 7 + 0.5 * frame["metres"] - 300 * frame["tons"]

    found = describe_structure(_train(frame, "linear_regression", kind="regression", alpha=0.0))

    assert (found["kind"], found["outputs"]) == ("linear", ["value"])
    weights = {term["name"]: term["weights"][0] for term in found["terms"]}
    assert weights == pytest.approx({"metres": 0.5, "tons": -300}, rel=1e-6)
    assert found["intercepts"] == pytest.approx([7.0], abs=1e-3)
    assert found["terms"][0]["scaled_weights"][0] == pytest.approx(150, rel=0.15)


def test_log_odds_are_those_that_the_model_predicts(table):
    model = _train(table.dropna(), "logistic_regression")
    found = describe_structure(model)

    (row,) = table.dropna().head(1).to_dict("records")
    encoded = {"size": row["size"], "is_open": float(row["is_open"])}
    log_odds = found["intercepts"][0] + sum(
        term["weights"][0]
        * encoded.get(term["name"], float(term["name"] == f"colour = {row['colour']}"))
        for term in found["terms"]
    )

    assert found["outputs"] == ["log-odds of yes"]
    probability = model.predict_rows([row]).to_rows()[0]["probabilities"]["yes"]
    assert 1 / (1 + math.exp(-log_odds)) == pytest.approx(probability, rel=1e-9)


def test_what_cannot_be_read_says_what_could(table):
    with pytest.raises(Conflict, match="decision_tree"):
        describe_structure(_train(table, "k_nearest_neighbors"))


@pytest.mark.parametrize("kind", ["classification", "regression"])
def test_cut_at_a_price_it_is_the_tree_that_scikit_learn_grows_with_it(table, kind):
    from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

    grower = DecisionTreeClassifier if kind == "classification" else DecisionTreeRegressor
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(300, 4))
    target = rows[:, 0] + rng.normal(size=300)
    target = (target > 0).astype(int) if kind == "classification" else target
    whole = grower(random_state=0).fit(rows, target).tree_

    pruning = find_pruning(whole)

    assert pruning.path[0]["alpha"] == 0.0
    assert pruning.path[-1]["n_leaves"] == 1
    for step in pruning.path[:: max(1, len(pruning.path) // 6)]:
        # A hair above, since the sums of the two are not rounded alike.
        alpha = step["alpha"] * (1 + 1e-9) + 1e-15
        theirs = grower(random_state=0, ccp_alpha=alpha).fit(rows, target).tree_
        assert step["n_leaves"] == theirs.n_leaves
        kept = np.flatnonzero(pruning.cut_at > alpha)
        assert len(kept) == theirs.n_leaves - 1
        assert sorted(whole.threshold[kept]) == sorted(theirs.threshold[theirs.feature >= 0])
