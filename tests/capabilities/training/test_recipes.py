"""Trainings that begin with a recipe, from the request to the prediction."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient

RNG = np.random.default_rng(0)
SHOPS = pd.DataFrame(
    {
        "price": np.where(RNG.random(400) < 0.1, np.nan, RNG.normal(50, 20, 400)),
        "area": RNG.integers(20, 200, 400),
        "city": RNG.choice(["Rome", "Bonn"], 400),
    }
).assign(label=lambda frame: np.where(frame["area"] > 100, "large", "small"))
STEPS = [
    {"type": "handle_missing", "params": {"method": "median", "columns": ["price"]}},
    {"type": "derive", "params": {"name": "ratio", "expression": "[price] / [area]"}},
    {"type": "encode", "params": {"columns": ["city"]}},
    {"type": "scale", "params": {}},
]


@pytest.fixture(scope="module")
def shops(upload: Callable[..., str]) -> str:
    return upload(SHOPS)


def start(client: TestClient, dataset_id: str, **more: Any) -> Any:
    body = {
        "algorithm_id": "logistic_regression",
        "dataset_id": dataset_id,
        "target_column": "label",
    }
    return client.post("/api/train/start", json={**body, **more})


def test_a_training_with_steps_leaves_a_model_of_raw_rows(
    client: TestClient, shops: str, finished: Callable[[str], Any]
) -> None:
    session = start(client, shops, recipe={"steps": STEPS}).json()["session_id"]

    status = finished(session)

    assert status["status"] == "completed", status
    model = client.get(f"/api/models/{status['model_id']}").json()
    assert [feature["name"] for feature in model["features"]] == ["price", "area", "city"]
    assert [step["type"] for step in model["recipe"]] == [step["type"] for step in STEPS]
    rows = [
        {"price": None, "area": 180, "city": "Rome"},
        {"price": "40", "area": "30", "city": "Ulm"},
    ]
    predicted = client.post(f"/api/models/{status['model_id']}/predict", json={"rows": rows})
    assert [each["prediction"] for each in predicted.json()["predictions"]] == ["large", "small"]
    log = client.get(f"/api/jobs/{session}/log").json()["lines"]
    assert any("on the training rows" in line["text"] for line in log)


def test_a_kept_recipe_is_trained_with(
    client: TestClient, shops: str, finished: Callable[[str], Any]
) -> None:
    recipe = client.post("/api/recipes", json={"name": "shops", "steps": STEPS}).json()["recipe"]

    session = start(client, shops, recipe_id=recipe["id"]).json()["session_id"]

    assert finished(session)["status"] == "completed"


def test_a_joined_dataset_is_trained_with(
    client: TestClient, shops: str, upload: Callable[..., str], finished: Callable[[str], Any]
) -> None:
    cities = upload(pd.DataFrame({"city": ["Rome", "Bonn"], "people": [3, 1]}), "cities.csv")
    keys = [{"left": "city", "right": None}]
    join = {"type": "join", "params": {"dataset": cities, "keys": keys}}

    status = finished(start(client, shops, recipe={"steps": [join]}).json()["session_id"])

    model = client.get(f"/api/models/{status['model_id']}").json()
    assert "people" in [feature["name"] for feature in model["features"]]


@pytest.mark.parametrize(
    ("more", "status", "told"),
    [
        ({"recipe_id": "recipe_none"}, 404, "There is no recipe"),
        ({"recipe": {"steps": [{"type": "shave"}]}}, 422, "no step of type"),
        (
            {"recipe": {"steps": [{"type": "drop", "params": {"columns": ["citty"]}}]}},
            422,
            "Did you mean 'city'?",
        ),
        ({"recipe": {"steps": STEPS}, "recipe_id": "x"}, 422, "not both"),
        (
            {"recipe": {"steps": [{"type": "drop", "params": {"columns": ["city"]}}]},
             "feature_columns": ["town"]},
            422,
            "no column 'town'",
        ),
        (
            {"recipe": {"steps": [{"type": "drop", "params": {"columns": ["label"]}}]}},
            422,
            "prepared by the recipe, has no column 'label'",
        ),
        (
            {"recipe": {"steps": [{"type": "scale", "params": {"columns": ["aera"]}}]}},
            422,
            "Step 1 (Scale numbers): There is no column 'aera' here. Did you mean 'area'?",
        ),
    ],
)  # fmt: skip
def test_a_recipe_that_cannot_be_is_refused_at_once(
    client: TestClient, shops: str, more: dict[str, Any], status: int, told: str
) -> None:
    answer = start(client, shops, **more)

    assert answer.status_code == status
    assert told in answer.json()["detail"]


def test_a_recipe_that_leaves_no_row_fails_readably(
    client: TestClient, shops: str, finished: Callable[[str], Any]
) -> None:
    steps = [{"type": "filter", "params": {"condition": "area > 1000"}}]

    status = finished(start(client, shops, recipe={"steps": steps}).json()["session_id"])

    assert status["status"] == "failed"
    assert status["error"].startswith("The recipe leaves no row to learn from.")
    assert status["model_id"] is None


def test_an_order_that_only_the_training_sees_fails_readably(
    client: TestClient, shops: str, finished: Callable[[str], Any]
) -> None:
    by = [{"column": "area", "descending": False}]
    steps = [{"type": "scale", "params": {}}, {"type": "sort", "params": {"by": by}}]

    status = finished(start(client, shops, recipe={"steps": steps}).json()["session_id"])

    assert status["status"] == "failed"
    assert status["error"].startswith(
        "Step 2 (Sort rows): This step puts the rows in another order"
    )


def test_the_target_may_be_made_by_a_step(
    client: TestClient, shops: str, finished: Callable[[str], Any]
) -> None:
    steps = [
        {"type": "derive", "params": {"name": "dear", "expression": "if(price > 50, 'yes', 'no')"}},
        {"type": "drop", "params": {"columns": ["price"]}},
    ]

    answer = start(client, shops, recipe={"steps": steps}, target_column="dear")

    assert finished(answer.json()["session_id"])["status"] == "completed"
