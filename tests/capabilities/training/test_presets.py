"""Presets of the workspace's own, and those of the catalogue for a table."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from fastapi.testclient import TestClient

from armillary.base.database import Database
from armillary.capabilities.training.presets.tables import TrainPreset
from armillary.settings import Settings

VALUES = {"n_estimators": 77, "max_depth": 4}
OF_KNN = {"algorithm_id": "k_nearest_neighbors"}
NEIGHBOURS = {"n_neighbors": 50}


@pytest.fixture(scope="module")
def table(upload: Callable[..., str]) -> Callable[[int], str]:
    """Upload a table of so many rows and three columns."""
    return lambda rows: upload(pd.DataFrame(np.zeros((rows, 3)), columns=["a", "b", "c"]))


def add(client: TestClient, name: str, **given: Any) -> Any:
    body = {"algorithm_id": "random_forest", "name": name, "hyperparameters": VALUES, **given}
    return client.post("/api/train/presets", json=body)


def saved(client: TestClient) -> list[dict[str, Any]]:
    answer = client.get("/api/train/presets?algorithm_id=random_forest")
    return list(answer.json()["saved"])


def test_a_preset_is_kept_complete_and_its_name_is_taken_once(client: TestClient) -> None:
    kept = add(client, "Mine", description="for small tables").json()["preset"]
    again = add(client, "Mine")
    wrong = add(client, "Wrong", hyperparameters={"n_estimators": -1, "n_trees": 3})

    assert kept["hyperparameters"]["n_estimators"] == 77
    assert kept["hyperparameters"]["criterion"] == "gini"
    assert (again.status_code, wrong.status_code) == (409, 422)
    assert {item["loc"][0] for item in wrong.json()["errors"]} == {"n_estimators", "n_trees"}
    assert [item["name"] for item in saved(client)] == ["Mine"]


def test_of_two_who_change_a_preset_the_second_is_told(client: TestClient) -> None:
    kept = add(client, "Shared").json()["preset"]
    address = f"/api/train/presets/{kept['id']}"

    first = client.patch(address, json={"name": "Ours", "version": 1}).json()["preset"]
    second = client.patch(address, json={"name": "Theirs", "version": 1})
    deleted = client.delete(address)

    assert (first["name"], first["version"]) == ("Ours", 2)
    assert (second.status_code, second.json()["current"]["name"]) == (409, "Ours")
    assert deleted.status_code == 200
    assert "Ours" not in [item["name"] for item in saved(client)]


def test_a_value_that_no_longer_fits_is_told_and_left_out(
    client: TestClient, settings: Settings
) -> None:
    kept = add(client, "Old").json()["preset"]
    database = Database(settings.database_address)
    with database.write() as session:
        row = session.get_one(TrainPreset, kept["id"])
        row.hyperparameters = {"n_estimators": 5, "gone_since": 1, "max_depth": 10**6}
    database.dispose()

    found = next(item for item in saved(client) if item["id"] == kept["id"])

    assert found["hyperparameters"] == {"n_estimators": 5}
    assert {problem["loc"][0] for problem in found["problems"]} == {"gone_since", "max_depth"}


def test_a_preset_remembers_its_table_and_says_what_would_fit_one_of_another_size(
    client: TestClient, table: Callable[[int], str]
) -> None:
    small, large = table(60), table(6_000)
    kept = add(client, "For few rows", dataset_id=large, hyperparameters=NEIGHBOURS, **OF_KNN)
    preset = kept.json()["preset"]

    alike = of_table(client, preset["id"], large)
    other = of_table(client, preset["id"], small)

    made_for = {"dataset_id": large, "rows": 6_000, "columns": 3}
    assert {key: preset["made_for"][key] for key in made_for} == made_for
    assert (alike["is_another_size"], alike["adapted"]) == (False, [])
    assert other["is_another_size"]
    assert other["hyperparameters"]["n_neighbors"] == 6
    assert [change["instead_of"] for change in other["adapted"]] == [50]


def test_other_values_are_of_the_table_that_they_are_sent_with(
    client: TestClient, table: Callable[[int], str]
) -> None:
    preset = add(client, "Moved", dataset_id=table(100)).json()["preset"]
    address = f"/api/train/presets/{preset['id']}"

    renamed = client.patch(address, json={"name": "Moved on"}).json()["preset"]
    changed = client.patch(address, json={"hyperparameters": VALUES}).json()["preset"]
    told = of_table(client, preset["id"], table(5_000), "random_forest")

    assert renamed["made_for"] == preset["made_for"]
    assert changed["made_for"] is None
    assert told == {
        "is_another_size": False,
        "hyperparameters": changed["hyperparameters"],
        "adapted": [],
    }


def test_a_preset_of_a_table_that_is_not_there_is_refused(client: TestClient) -> None:
    answer = add(client, "Of nothing", dataset_id="ds_nothing")

    assert (answer.status_code, answer.json()["code"]) == (404, "dataset_not_found")


def of_table(
    client: TestClient, preset_id: str, dataset_id: str, algorithm_id: str = "k_nearest_neighbors"
) -> dict[str, Any]:
    asked = {"algorithm_id": algorithm_id, "dataset_id": dataset_id}
    answer = client.get("/api/train/presets", params=asked).json()["saved"]
    return dict(next(item for item in answer if item["id"] == preset_id)["for_table"])
