"""A model of a recipe is drawn over the columns of its table, in their own units."""

import numpy as np
import pyarrow as pa
import pytest

from armillary.learning.contract import Task
from armillary.learning.explain_subject import gather
from armillary.learning.fit import fit
from armillary.learning.plane import picture
from armillary.learning.plane.asked import Asked
from armillary.learning.recipe.arrow import to_frame
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.training import begin
from tests.learning.recipe.kitchen import step

N = 300


@pytest.fixture(scope="module")
def table():
    """Distances, times and how somebody went; some distances are missing, times are whole."""
    chance = np.random.default_rng(0)
    metres, seconds = chance.uniform(100, 900, N), chance.integers(10, 90, N)
    how = chance.choice(["walk", "ride"], N)
    price = metres / seconds + 3 * (how == "ride")
    known = [None if chance.random() < 0.1 else float(one) for one in metres]
    return pa.table({"metres": known, "seconds": seconds, "how": how, "price": price})


@pytest.fixture(scope="module")
def model(table):
    steps = check_steps(
        [
            step("handle_missing", method="median", columns=["metres"]),
            step("derive", name="speed", expression="metres / seconds"),
            step("encode", columns=["how"], method="one_hot"),
            step("scale", columns=["metres", "seconds", "speed"]),
        ]
    )
    recipe = begin(open_memory(), table, steps, {})
    task, values = Task("regression", "price"), {"n_estimators": 10}
    *_, last = fit(recipe.frame, task, "random_forest", values, seed=1, recipe=recipe)
    return last.model()


def test_axes_are_those_of_the_table_and_what_is_made_of_them_moves_along(table, model):
    drawn = picture.draw(gather(model, to_frame(table)), Asked("metres", "seconds", 12))

    boundary = drawn["decision_boundary"]
    held = {one["name"]: one["value"] for one in drawn["held"]}
    rows = [
        {**held, "metres": boundary["x"][up][across], "seconds": boundary["y"][up][across]}
        for up in range(12)
        for across in range(12)
    ]
    assert drawn["usable"] == ["metres", "seconds"]
    assert set(held) == {"how"}
    np.testing.assert_allclose(np.ravel(boundary["z"]), model.predict_rows(rows).values, rtol=1e-6)
    known = [one for one in table["metres"].to_pylist() if one is not None]
    assert min(drawn["points"]["x"]) == pytest.approx(min(known))
    assert max(drawn["points"]["x"]) == pytest.approx(max(known))
    assert drawn["rows"]["left_out"] == N - len(known)
    assert not any("recipe" in note for note in drawn["notes"])


def test_a_column_that_the_recipe_makes_can_be_named_all_the_same(table, model):
    drawn = picture.draw(gather(model, to_frame(table)), Asked("speed", "metres", 4))

    assert drawn["columns"] == {"x": "speed", "y": "metres"}
    assert max(np.abs(drawn["points"]["y"])) < 5  # scaled, as the model reads it
    assert any("recipe" in note for note in drawn["notes"])
