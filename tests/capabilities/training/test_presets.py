"""Presets of the workspace's own, and those of the catalogue for a table."""

from typing import Any

from fastapi.testclient import TestClient

from armillary.base.database import Database
from armillary.capabilities.training.presets.tables import TrainPreset
from armillary.settings import Settings

VALUES = {"n_estimators": 77, "max_depth": 4}


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
