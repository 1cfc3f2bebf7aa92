"""The picture of a training that runs says what its best model says."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.values import from_json, to_json
from armillary.learning.contract import Task
from armillary.learning.plane.live import RESOLUTION, LivePlane
from armillary.learning.plane.packed import unpack

CLASSES, NUMBERS = Task("classification", "label"), Task("regression", "price")


def _drawn(snapshot):
    plane = LivePlane.lay(snapshot.ground)
    picture = from_json(to_json(plane.draw(snapshot.ground.best())))
    return plane, picture, unpack(picture)


def test_the_surface_is_what_the_model_says_of_its_rows(moons, looks):
    last = looks(moons, CLASSES, "feedforward_nn", epochs=20)[-1]

    plane, picture, said = _drawn(last)

    boundary = said["decision_boundary"]
    rows = [
        {"x": x, "y": y}
        for across, up in zip(boundary["x"], boundary["y"], strict=True)
        for x, y in zip(across, up, strict=True)
    ]
    model = last.model().predict_rows(rows)
    drawn = [said["classes"][int(place)] for row in boundary["z"] for place in row]
    assert len(rows) == RESOLUTION**2
    assert drawn == model.values.tolist()
    sure = np.array(boundary["confidence"]).ravel()
    np.testing.assert_allclose(sure, model.probabilities.max(axis=1), atol=0.5 / 63)
    assert len(to_json(picture)) < 15_000
    assert len(plane) == RESOLUTION**2 + len(said["points"]["x"])


def test_points_are_rows_of_the_training_and_the_validation_part(moons, looks):
    last = looks(moons, CLASSES, "feedforward_nn", epochs=20)[-1]

    points = _drawn(last)[2]["points"]

    known = {(round(x, 2), round(y, 2)): label for x, y, label in moons.to_numpy()}
    split = last.ground.prepared.split
    assert points["parts"].count("training") == len(split.train)
    assert points["parts"].count("validation") == len(split.validation)
    near = [
        min(known, key=lambda at: (at[0] - x) ** 2 + (at[1] - y) ** 2)
        for x, y in zip(points["x"][:20], points["y"][:20], strict=True)
    ]
    assert [known[at] for at in near] == points["true_labels"][:20]


def test_numbers_are_drawn_over_the_two_columns_that_tell_most(houses, looks):
    last = looks(houses, NUMBERS, "random_forest", n_estimators=30)[-1]

    plane, picture, said = _drawn(last)

    assert (plane.x.name, plane.y.name) == ("rooms", "area")
    assert picture["classes"] is None
    surface = np.array(said["decision_boundary"]["z"])
    # More area and more rooms cost more.
    assert surface[-5, -5] > surface[5, 5] + 100
    known = [one for one in said["points"]["true_labels"] if one is not None]
    assert min(known) >= houses["price"].min() - 1
    # A row without a number in one of the columns has no place.
    assert len(known) < 400


def test_of_several_targets_the_first_is_drawn(houses, looks):
    both = houses.assign(rent=houses["price"] / 100)
    task = Task("regression", "price", targets=("price", "rent"))

    said = _drawn(looks(both, task, "linear_regression")[-1])[2]

    assert said["target"] == "price"
    assert np.nanmax(np.array(said["decision_boundary"]["z"], dtype=float)) > 100


def test_groups_are_drawn_without_a_target(moons, looks):
    task = Task("clustering", features=("x", "y"))

    said = _drawn(looks(moons, task, "k_means", n_clusters=3)[-1])[2]

    assert said["classes"] == [0, 1, 2]
    assert said["points"]["true_labels"] == [None] * len(said["points"]["x"])
    assert set(said["points"]["predicted_labels"]) == {0, 1, 2}
    assert said["accuracy"] is None


@pytest.mark.parametrize("columns", [["x"], ["town"], ["x", "town"]])
def test_fewer_than_two_columns_of_numbers_are_not_drawn(moons, looks, columns):
    towns = moons.assign(town=np.where(moons["x"] > 0, "Ulm", "Bonn"))
    task = Task("classification", "label", tuple(columns))

    assert not looks(towns, task, "logistic_regression")[-1].ground.is_drawn


def test_too_many_classes_to_tell_apart_are_not_drawn(looks):
    chance = np.random.default_rng(0)
    frame = pd.DataFrame(chance.normal(size=(700, 2)), columns=["x", "y"])
    frame["label"] = [f"c{place % 70}" for place in range(700)]

    assert not looks(frame, CLASSES, "naive_bayes")[-1].ground.is_drawn


def test_drawing_changes_nothing_of_what_is_learned(moons, looks):
    from armillary.learning.fit import fit

    quiet = looks(moons, CLASSES, "feedforward_nn", epochs=12)
    drawn = []
    for snapshot in fit(moons, CLASSES, "feedforward_nn", {"epochs": 12}, seed=0):
        if snapshot.metrics:
            LivePlane.lay(snapshot.ground).draw(snapshot.ground.best())
        drawn.append(snapshot)

    assert [dict(one.metrics) for one in drawn] == [dict(one.metrics) for one in quiet]
    assert drawn[-1].evaluation["overall_metrics"] == quiet[-1].evaluation["overall_metrics"]
