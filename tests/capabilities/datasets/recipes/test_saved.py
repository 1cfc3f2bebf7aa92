"""Recipes that a workspace keeps."""

import pytest

from armillary import realtime
from tests.capabilities.datasets.conftest import Server

STEPS = [{"id": "a", "type": "scale", "params": {"method": "robust"}}]


def test_a_recipe_is_kept_changed_and_removed(server: Server) -> None:
    body = {"name": " Scaled ", "description": "for trees", "steps": STEPS}
    added = server.client.post("/api/recipes", json=body)
    recipe = added.json()["recipe"]
    address = f"/api/recipes/{recipe['id']}"

    assert added.status_code == 201
    assert recipe["name"] == "Scaled"
    # Defaults are written out, so that it means the same when they change.
    assert recipe["steps"][0]["params"]["low"] == 0.0
    assert server.get("/api/recipes").json()["recipes"] == [recipe]

    changed = server.client.patch(address, json={"name": "Robust", "version": 1}).json()["recipe"]
    assert (changed["name"], changed["version"]) == ("Robust", 2)
    stale = server.client.patch(address, json={"name": "x", "version": 1})
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    assert server.get(address).json()["recipe"] == changed

    assert server.client.delete(address).status_code == 200
    assert server.get(address).status_code == 404
    assert server.get("/api/recipes").json()["recipes"] == []


def test_what_is_told_of_a_recipe_gives_the_recipe(server: Server) -> None:
    recipe = server.client.post("/api/recipes", json={"name": "a", "steps": STEPS}).json()["recipe"]
    address = f"/api/recipes/{recipe['id']}"
    server.client.patch(address, json={"steps": [{"type": "deduplicate"}]})
    fetched = server.get(address).json()["recipe"]
    server.client.delete(address)

    topic = f"workspace:{recipe['workspace_id']}"
    with server.state.database.read() as session:
        told = [
            event
            for event in realtime.read_events(session, topic)
            if event.type.startswith("recipe.")
        ]
    created, updated, deleted = told[-3:]
    held = {**created.data["recipe"], **updated.data["changes"], "version": updated.data["version"]}

    assert held == fetched
    assert deleted.data == {"id": recipe["id"]}


@pytest.mark.parametrize(
    "body",
    [
        {"name": "", "steps": STEPS},
        {"name": "a", "steps": []},
        {"name": "a", "steps": [{"type": "shave"}]},
        {"name": "a", "steps": [{"type": "scale", "params": {"method": "huge"}}]},
    ],
)
def test_a_recipe_that_could_not_be_run_is_not_kept(
    server: Server, body: dict[str, object]
) -> None:
    assert server.client.post("/api/recipes", json=body).status_code == 422


def test_a_kept_recipe_is_applied_and_names_the_nearest_columns(server: Server) -> None:
    steps = [{"type": "drop", "params": {"columns": ["fare"]}}]
    recipe = server.client.post("/api/recipes", json={"name": "a", "steps": steps}).json()["recipe"]
    good, other = server.add(b"fare,x\n1,2\n"), server.add(b"Fares,x\n1,2\n")

    body = {"recipe_id": recipe["id"]}
    applied = server.client.post(f"/api/datasets/{good}/recipe/apply", json=body)
    refused = server.client.post(f"/api/datasets/{other}/recipe/apply", json=body)
    both = server.client.post(f"/api/datasets/{good}/recipe/apply", json={**body, "steps": STEPS})

    assert applied.status_code == 202
    assert refused.status_code == 422
    assert refused.json()["details"] == {
        "column": "fare", "nearest": ["Fares"], "parameter": "columns", "step": 0,
        "reason": "There is no column 'fare' here. Did you mean 'Fares'?",
    }  # fmt: skip
    assert both.status_code == 422


def test_every_step_is_described_for_a_form(server: Server) -> None:
    described = server.get("/api/recipes/steps").json()

    by_id = {step["id"]: step for step in described["steps"]}
    assert {step["group"] for step in by_id.values()} == set(described["groups"])
    assert by_id["scale"]["learns"]
    assert by_id["scale"]["schema"]["properties"]["columns"]["x-control"] == "columns"
    for step in by_id.values():
        for spec in step["schema"]["properties"].values():
            assert spec["title"]
            assert spec["description"]
