"""The picture of a finished model over two columns of a table."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import BadRequest, Conflict
from armillary.base.values import from_json, to_json
from armillary.learning.contract import Task
from armillary.learning.explain_subject import gather
from armillary.learning.palette import CLASS_COLOURS
from armillary.learning.plane import picture
from armillary.learning.plane.asked import Asked

CLASSES, NUMBERS = Task("classification", "label"), Task("regression", "price")


@pytest.fixture(scope="module")
def moon_model(moons, looks):
    return looks(moons, CLASSES, "random_forest", n_estimators=10)[-1].model()


@pytest.fixture(scope="module")
def house_model(houses, looks):
    return looks(houses, NUMBERS, "random_forest", n_estimators=10)[-1].model()


def _draw(model, frame, **asked):
    drawn = picture.draw(gather(model, frame), Asked(**asked))
    assert from_json(to_json(drawn)) == drawn  # strict JSON, nothing of numpy in it
    return drawn


def test_every_point_and_cell_is_what_the_model_says(moons, moon_model):
    drawn = _draw(moon_model, moons, resolution=20)

    boundary, points = drawn["decision_boundary"], drawn["points"]
    cells = [
        {"x": x, "y": y}
        for across, up in zip(boundary["x"], boundary["y"], strict=True)
        for x, y in zip(across, up, strict=True)
    ]
    told = moon_model.predict_rows(cells)
    said = [drawn["classes"][int(place)] for row in boundary["z"] for place in row]
    assert said == told.values.tolist()
    np.testing.assert_allclose(
        np.array(boundary["confidence"]).ravel(), told.probabilities.max(axis=1), atol=1e-7
    )
    assert points["true_labels"] == moons["label"].tolist()
    assert points["predicted_labels"] == moon_model.predict(moons).values.tolist()
    right = np.mean(moon_model.predict(moons).values == moons["label"])
    assert drawn["accuracy"] == pytest.approx(right)
    assert boundary["x"][0][0] == pytest.approx(moons["x"].min() - 1)
    assert boundary["y"][-1][0] == pytest.approx(moons["y"].max() + 1)
    colours = dict(zip(drawn["classes"], CLASS_COLOURS, strict=False))
    assert points["colors"] == [colours[label] for label in moons["label"]]
    assert drawn["held"] == drawn["notes"] == []


def test_a_part_is_that_of_the_training(moons, moon_model):
    drawn = _draw(moon_model, moons, resolution=2, part="test")

    split = moon_model.evaluation["split"]
    assert drawn["rows"] == {"total": split["test"], "drawn": split["test"], "left_out": 0}
    assert drawn["accuracy"] == pytest.approx(moon_model.metrics["accuracy"])
    assert set(drawn["points"]["parts"]) == {"test"}
    every = _draw(moon_model, moons, resolution=2)["points"]["parts"]
    assert [every.count(name) for name in ("training", "validation", "test")] == list(
        split.values()
    )


def test_parts_of_another_table_are_not_known(moons, moon_model):
    other = moons.iloc[:-10]

    drawn = _draw(moon_model, other, resolution=2)

    assert not drawn["parts_known"]
    assert set(drawn["points"]["parts"]) == {None}
    assert "cannot be told" in drawn["notes"][-1]
    with pytest.raises(Conflict, match="Ask for all rows"):
        _draw(moon_model, other, part="test")


def test_a_table_without_the_target_is_drawn_without_a_truth(moons, moon_model):
    drawn = _draw(moon_model, moons.drop(columns="label"), resolution=2)

    assert drawn["target"] is None
    assert drawn["accuracy"] is None
    assert drawn["points"]["true_labels"] == [None] * 300
    assert set(drawn["points"]["colors"]) == set(CLASS_COLOURS[:2])


def test_of_more_columns_the_most_important_are_drawn_and_the_others_held(houses, house_model):
    drawn = _draw(house_model, houses, resolution=10)

    assert drawn["columns"] == {"x": "rooms", "y": "area"}
    assert drawn["usable"] == ["rooms", "noise", "area"]
    held = {one["name"]: one["value"] for one in drawn["held"]}
    assert held["town"] == "Ulm"
    assert held["new"] is True
    assert set(held) == {"noise", "town", "new", "sold"}
    cell = {**held, "rooms": drawn["decision_boundary"]["x"][3][4]}
    cell["area"] = drawn["decision_boundary"]["y"][3][4]
    assert drawn["decision_boundary"]["z"][3][4] == pytest.approx(
        house_model.predict_rows([cell]).values[0]
    )
    assert drawn["accuracy"] is None
    assert drawn["rmse"] == pytest.approx(
        np.sqrt(np.mean((house_model.predict(houses).values - houses["price"]) ** 2))
    )
    missing = int(houses["area"].isna().sum())
    assert drawn["rows"] == {"total": 400, "drawn": 400 - missing, "left_out": missing}
    assert any(note.startswith(f"{missing} rows without") for note in drawn["notes"])


def test_columns_can_be_chosen_and_how_far_to_look(houses, house_model):
    drawn = _draw(house_model, houses, resolution=3, x="noise", y="rooms", reach=0.0)

    assert drawn["columns"] == {"x": "noise", "y": "rooms"}
    assert drawn["decision_boundary"]["y"][0][0] == houses["rooms"].min()
    with pytest.raises(BadRequest, match="got 'town'"):
        _draw(house_model, houses, y="town")


def test_of_many_points_the_same_ten_thousand_are_drawn_each_time(looks):
    chance = np.random.default_rng(0)
    frame = pd.DataFrame(chance.normal(size=(12_000, 2)), columns=["x", "y"])
    frame["label"] = np.where(frame["x"] > 0, "right", "left")
    model = looks(frame, CLASSES, "naive_bayes")[-1].model()

    one, other = (_draw(model, frame, resolution=2) for _ in range(2))

    assert len(one["points"]["x"]) == picture.MOST_POINTS
    assert one == other
    assert one["accuracy"] == pytest.approx(np.mean(model.predict(frame).values == frame["label"]))
    assert "10,000 of 12,000 points were drawn by chance." in one["notes"]


def test_what_is_unusual_has_a_boundary_too(moons, looks):
    task = Task("anomaly_detection", features=("x", "y"))
    model = looks(moons, task, "isolation_forest")[-1].model()

    drawn = _draw(model, moons, resolution=12)

    assert drawn["classes"] == ["usual", "unusual"]
    # What lies in the corner, away from everything, is unusual.
    assert drawn["decision_boundary"]["z"][0][0] == 1.0
    assert drawn["points"]["predicted_labels"].count("usual") > 200


def test_without_the_table_the_surface_is_drawn_as_far_as_its_rows_reached(houses, house_model):
    whole = _draw(house_model, houses, resolution=8)

    alone = picture.draw_alone(house_model, Asked(resolution=8))

    assert from_json(to_json(alone)) == alone
    assert alone["columns"] == whole["columns"]
    assert alone["usable"] == whole["usable"]
    assert alone["rows"] == {"total": 0, "drawn": 0, "left_out": 0}
    assert alone["points"]["x"] == alone["points"]["parts"] == []
    assert "is gone" in alone["notes"][0]
    # What it says at a place is what it says of the row with what else it is held at.
    boundary, (x, y) = alone["decision_boundary"], alone["columns"].values()
    held = {one["name"]: one["value"] for one in alone["held"]}
    rows = [
        {**held, x: boundary["x"][up][across], y: boundary["y"][up][across]}
        for up in range(8)
        for across in range(8)
    ]
    said = house_model.predict_rows(rows).values
    np.testing.assert_allclose(np.ravel(boundary["z"]), said, rtol=1e-6)
    # Of an even number of days one is the middle for the one, and what lies between for the other.
    near = {one["name"]: one["value"] for one in whole["held"]}
    assert abs(pd.Timestamp(held.pop("sold")) - pd.Timestamp(near.pop("sold"))) < pd.Timedelta("1D")
    assert held == near


def test_without_the_table_there_are_no_rows_of_a_part(moon_model):
    with pytest.raises(Conflict, match="no rows of a part"):
        picture.draw_alone(moon_model, Asked(resolution=2, part="test"))
