"""Models trained again without columns, in cases that can be worked out."""

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.explain import explain
from armillary.learning.explain_subject import gather, subject_of
from armillary.learning.explaining import Budget
from armillary.learning.fit import fit

COLUMNS = ("a", "twin", "b", "noise")


@pytest.fixture(scope="module")
def table():
    """Say y = 3·a + 2·b, with a column that is nearly a and one that is nothing."""
    chance = np.random.default_rng(0)
    a, b, noise = chance.normal(size=(3, 600))
    twin = a + 1e-3 * chance.normal(size=600)
    return pd.DataFrame({"a": a, "twin": twin, "b": b, "noise": noise, "y": 3 * a + 2 * b})


def _subject(table, algorithm, seconds=60.0, clock=None, target="y", kind="regression", **params):
    *_, last = fit(table, Task(kind, target, COLUMNS), algorithm, params, seed=5)
    budget = Budget(10**6, seconds) if clock is None else Budget(10**6, seconds, clock)
    return subject_of(gather(last.model(), table), rows=90, seed=0, budget=budget)


def _explained(subject):
    running = explain(subject, ["drop_column"], seed=0)
    while True:
        try:
            next(running)
        except StopIteration as end:
            return end.value["drop_column"]


def test_a_column_is_worth_what_cannot_be_learned_without_it(table):
    subject = _subject(table, "linear_regression")

    found = _explained(subject)

    by_name = {one["name"]: one for one in found["columns"]}
    # Without b its part of y is missed: 2² · var(b) on the rows that judge.
    judged = gather_rows(subject)
    assert by_name["b"]["mean"] == pytest.approx(4 * judged["b"].var(), rel=0.1)
    assert by_name["b"]["low"] > 0
    # Its twin says the same, so that the column alone can be done without; both together cannot.
    assert by_name["a"]["mean"] == pytest.approx(0, abs=1e-3)
    (group,) = found["groups"]
    assert set(group["columns"]) == {"a", "twin"}
    assert group["mean"] == pytest.approx(9 * judged["a"].var(), rel=0.1)
    assert (found["repeats"], found["trainings"], found["skipped"]) == (3, 18, [])
    assert 0 <= found["stability"] <= 1


def gather_rows(subject):
    prepared = subject.retraining.prepared
    return prepared.frame.iloc[prepared.split.test]


def test_the_values_of_the_run_are_those_that_are_trained_with(table):
    classes = table.assign(y=np.where(table["y"] > 0, "up", "down"))

    stump = _subject(classes, "decision_tree", kind="classification", max_depth=1)
    found = _explained(stump)

    assert stump.retraining.params["max_depth"] == 1
    assert found["measure"] == "log loss"
    # One question is all it has, and a or its twin is the best; so b is never asked about.
    by_name = {one["name"]: one["mean"] for one in found["columns"]}
    assert by_name["b"] == by_name["noise"] == 0.0


def test_what_there_was_no_time_for_is_named(table):
    now = iter(range(10_000))

    found = _explained(_subject(table, "linear_regression", 7.5, clock=lambda: float(next(now))))

    looked_at = [one["name"] for one in found["columns"]]
    assert 0 < len(looked_at) < len(COLUMNS)
    assert set(looked_at) | set(found["skipped"]) == set(COLUMNS)
    assert found["repeats"] == 1

    late = iter(range(0, 10_000, 100))
    nothing = _explained(_subject(table, "linear_regression", 7.5, clock=lambda: float(next(late))))
    assert "takes longer than the 8 seconds" in nothing["why_not"]


def test_another_table_is_not_trained_on(table):
    *_, last = fit(table, Task("regression", "y", COLUMNS), "linear_regression", {}, seed=5)
    other = gather(last.model(), table.assign(b=0.0))

    found = _explained(subject_of(other, rows=90, seed=0, budget=Budget(10**6, 60)))

    assert "not the one that the model was trained on" in found["why_not"]
