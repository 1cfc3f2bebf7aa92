"""Single rows explained: contributions in words, nearest examples, and what would change it."""

from dataclasses import replace
from functools import cache

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.contract import Task
from armillary.learning.explain._columns import most_moving
from armillary.learning.explain._shapley import _sampled
from armillary.learning.explain_row import Asked, explain_row, make_explainable
from armillary.learning.explain_subject import gather
from armillary.learning.explaining import Block, Budget
from armillary.learning.fit import fit

FEATURES = ("area", "town", "balcony", "noise")


@pytest.fixture(scope="module")
def table():
    """Flats whose rent is a sum that can be worked out."""
    chance = np.random.default_rng(1)
    area = chance.uniform(20, 120, 400).round()
    town = chance.choice(["Bonn", "Ulm"], 400)
    balcony = chance.random(400) < 0.5
    rent = 100 + 10 * area + 200 * (town == "Bonn") + 50 * balcony
    return pd.DataFrame(
        {
            "area": area,
            "town": town,
            "balcony": balcony,
            "noise": chance.normal(size=400),
            "rent": rent,
            "dear": np.where(rent > 900, "dear", "cheap"),
        }
    )


def _explainable(table, algorithm, target, kind, **params):
    *_, last = fit(table, Task(kind, target, FEATURES), algorithm, params, seed=2)
    return make_explainable(gather(last.model(), table))


@pytest.fixture(scope="module")
def rents(table):
    return _explainable(table, "linear_regression", "rent", "regression")


@pytest.fixture(scope="module")
def dear(table):
    return _explainable(table, "random_forest", "dear", "classification", n_estimators=30)


ROW = {"area": 60, "town": "Ulm", "balcony": False, "noise": 0.0}


def test_contributions_of_a_sum_are_its_terms_in_its_unit(rents, table):
    found = explain_row(rents, Asked(ROW))["contributions"]

    usual = rents.subject.background.mean(axis=0)
    added = {one["name"]: one["added"] for one in found["columns"]}
    assert found["method"] == "linear"
    assert found["unit"] == "rent"
    assert sum(added.values()) + found["base"] == pytest.approx(found["said"], rel=1e-5)
    assert found["said"] == pytest.approx(700, abs=2)
    assert added["town"] < 0
    assert added["noise"] == pytest.approx(0.0, abs=0.5)
    assert len(usual)
    assert any(one.startswith("town is Ulm (usually ") for one in found["reasons"])
    assert any("lowers rent by" in one for one in found["reasons"])
    assert found["stability"] == 1.0


def test_a_change_reaches_what_is_wished_with_values_that_rows_have(rents, table):
    found = explain_row(rents, Asked(ROW, ("town",), 1000.0))["counterfactuals"]

    assert found["wanted"] == "at least 1000"
    (change, *_) = found["found"]
    changes = {one["name"]: one["to"] for one in change["changes"]}
    assert "town" not in changes
    assert set(table["area"]) >= {changes["area"]}
    assert change["said"][0] >= 1000
    # 300 more is 30 more square metres, or 25 and a balcony; nothing nearer will do.
    assert 85 <= changes["area"] <= 93


def test_a_wish_for_another_class_is_reached_and_its_sureness_told(dear):
    found = explain_row(dear, Asked(ROW))

    assert found["prediction"]["explained"] == "dear"
    change = found["counterfactuals"]["found"][0]
    assert found["counterfactuals"]["wanted"] == "dear"
    assert change["said"][1] > 0.5
    assert 0 <= change["stability"] <= 1
    assert found["contributions"]["method"] == "trees"
    assert "the chance of dear by" in found["contributions"]["reasons"][0]


def test_the_nearest_example_of_a_training_row_is_that_row(dear):
    examples = dear.examples
    row = {name: examples.frame[name].iloc[7] for name in FEATURES}

    found = explain_row(dear, Asked({**row, "balcony": bool(row["balcony"])}))["examples"]

    assert found["rows"][0]["distance"] == 0.0
    assert found["rows"][0]["values"]["noise"] == pytest.approx(row["noise"], rel=1e-5)
    assert found["rows"][0]["truth"] in ("dear", "cheap")


def test_with_everything_fixed_nothing_can_change_and_it_is_said(dear):
    found = explain_row(dear, Asked(ROW, FEATURES))["counterfactuals"]

    assert found["found"] == []
    assert "fixed" in found["why_none"]


def test_what_is_missing_or_unknown_is_refused(dear):
    with pytest.raises(Invalid, match="town"):
        explain_row(dear, Asked({"area": 3, "balcony": True, "noise": 1}))
    with pytest.raises(Invalid, match="colour"):
        explain_row(dear, Asked(ROW, ("colour",)))
    with pytest.raises(Invalid, match="already"):
        explain_row(dear, Asked(ROW, (), "cheap"))


def test_a_gap_is_explained_as_missing(dear):
    found = explain_row(dear, Asked({**ROW, "town": None}))

    town = next(one for one in found["contributions"]["columns"] if one["name"] == "town")
    assert town["value"] is None


@cache
def _wide(algorithm):
    """Make a model of 600 columns of which the sum of three decides, and a row of its table."""
    values = np.random.default_rng(3).normal(size=(300, 600))
    names = [f"c{place}" for place in range(600)]
    said = np.where(values[:, :3].sum(axis=1) > 0, "up", "down")
    table = pd.DataFrame(values, columns=names).assign(way=said)
    *_, last = fit(table, Task("classification", "way", tuple(names)), algorithm, {}, seed=2)
    return make_explainable(gather(last.model(), table)), table[names].iloc[0].to_dict()


def test_what_is_exact_adds_up_however_many_columns_there_are():
    explainable, row = _wide("logistic_regression")

    found = explain_row(explainable, Asked(row))

    told = found["contributions"]
    assert len(told["columns"]) == 201
    assert told["columns"][-1]["name"] == "all other columns"
    added = sum(one["added"] for one in told["columns"])
    assert told["base"] + added == pytest.approx(told["said"], rel=1e-3)
    assert all("all other columns" not in reason for reason in told["reasons"])
    assert any("Of 600 columns only the 30" in note for note in found["notes"])


def test_a_model_of_many_columns_is_asked_about_those_that_move_it_most():
    explainable, row = _wide("k_nearest_neighbors")

    found = explain_row(explainable, Asked(row))

    told = found["contributions"]
    assert told["method"] == "sampled"
    assert len(told["columns"]) == 31
    added = sum(one["added"] for one in told["columns"])
    assert told["base"] + added == pytest.approx(told["said"], abs=1e-4)
    assert any("Of 600 columns the 30" in note for note in found["notes"])
    again = explain_row(explainable, Asked(row))
    assert again["contributions"]["columns"][0]["name"] == told["columns"][0]["name"]


def test_groups_of_columns_lead_to_those_that_move_a_model():
    explainable, _ = _wide("k_nearest_neighbors")
    weights = np.zeros(600)
    weights[[5, 250, 599]] = [3.0, 2.0, 1.0]
    subject = replace(
        explainable.subject,
        answer=lambda rows: (rows[:, :600] @ weights)[:, None],
        outputs=("sum",),
        chosen=(0,),
        budget=Budget(10**9, 10**9),
        strength=None,
    )

    moving = most_moving(subject, np.random.default_rng(0), 3)

    assert [block.name for block in moving] == ["c5", "c250", "c599"]


def test_a_small_budget_gives_fewer_orders_that_still_add_up(table):
    explainable = _explainable(table, "k_nearest_neighbors", "rent", "regression")
    subject = replace(explainable.subject, budget=Budget(1, 10**9))
    width = subject.features.shape[1]
    blocks = tuple(Block(f"{place}", "numeric", (place,)) for place in range(width))
    row = subject.features[:1]

    found = _sampled(subject, row, blocks, subject.background[:100], np.random.default_rng(0))

    # Eight orders there and back, the row itself, and the rows that it is compared with.
    assert subject.budget.spent == 2 * 8 * (width + 1) + 8 + 1
    assert found.base[0] + found.values[0].sum(axis=0) == pytest.approx(found.said[0])
