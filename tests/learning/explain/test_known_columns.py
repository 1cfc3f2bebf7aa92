"""Models of recipes are explained in the columns and the units of their table."""

import numpy as np
import pyarrow as pa
import pytest

from armillary.learning.contract import Task
from armillary.learning.explain import explain
from armillary.learning.explain_row import Asked, explain_row, make_explainable
from armillary.learning.explain_subject import gather, subject_of
from armillary.learning.explaining import Budget
from armillary.learning.fit import fit
from armillary.learning.recipe.arrow import to_frame
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin
from tests.learning.recipe.kitchen import step

N = 400


@pytest.fixture(scope="module")
def table():
    chance = np.random.default_rng(0)
    metres, seconds = chance.uniform(100, 900, N).round(), chance.uniform(10, 90, N).round()
    how = chance.choice(["walk", "ride"], N)
    price = 0.01 * metres + 3 * (how == "ride") + 0.05 * seconds
    bell = np.where(chance.random(N) < 0.7, None, "rung")
    columns = {"metres": metres, "seconds": seconds, "how": how, "bell": bell, "price": price}
    return pa.table(columns)


@pytest.fixture(scope="module")
def material(table):
    steps = check_steps(
        [
            step("scale", columns=["metres"]),
            step("encode", columns=["how"], method="one_hot"),
            step("derive", name="speed", expression="metres / seconds"),
        ]
    )
    recipe = begin(open_memory(), table, steps, {})
    task = Task("regression", "price")
    values = {"n_estimators": 20}
    *_, last = fit(recipe.frame, task, "random_forest", values, seed=1, recipe=recipe)
    return gather(last.model(), to_frame(table))


def test_what_is_made_of_one_column_is_that_column_and_the_split_is_known(material):
    blocks = {block.name: block for block in material.known.blocks}

    assert set(blocks) == {"metres", "seconds", "how", "bell", "speed"}
    assert len(blocks["how"].made) == 2
    assert blocks["how"].role == "categorical"
    assert material.unseen is not None
    assert len(material.unseen) == 60


def test_reasons_name_values_as_they_were_brought(material, table):
    row = {"metres": 850, "seconds": 40, "how": "ride", "bell": None}

    found = explain_row(make_explainable(material), Asked(row))

    said = {one["name"]: one for one in found["contributions"]["columns"]}
    assert (said["metres"]["value"], said["how"]["value"]) == (850, "ride")
    assert 300 < said["metres"]["usual"] < 700
    assert said["bell"]["usual"] == "missing"
    assert said["how"]["added"] > 0
    assert sum(one["added"] for one in said.values()) == pytest.approx(
        found["contributions"]["said"] - found["contributions"]["base"], abs=1e-4
    )
    nearest = found["examples"]["rows"][0]["values"]
    assert nearest["metres"] in set(table["metres"].to_pylist())


def test_curves_go_along_the_tables_own_units_and_codes_are_left_out_together(material):
    subject = subject_of(material, rows=60, seed=0, budget=Budget(10**6, 60))

    running = explain(subject, ["dependence", "drop_column"], seed=0)
    while True:
        try:
            next(running)
        except StopIteration as end:
            found = end.value
            break

    curves = {one["name"]: one for one in found["dependence"]["columns"]}
    assert max(curves["metres"]["numbers"]) > 500
    assert set(curves["how"]["labels"]) == {"walk", "ride"}
    dropped = {one["name"]: one["mean"] for one in found["drop_column"]["columns"]}
    # Whoever cannot tell a ride misses half of 3 either way: 1.5² in the mean.
    assert dropped["how"] == pytest.approx(1.5**2, rel=0.35)
