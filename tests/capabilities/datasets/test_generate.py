"""Synthetic tables over HTTP: what the contract promises, and what becomes a dataset."""

from typing import Any

import pytest

from tests.capabilities.datasets.conftest import Server

FIRST_COLOURS = ["#F4A460", "#4682B4", "#90EE90"]


def generate(server: Server, path: str = "", **body: Any) -> Any:
    return server.client.post(f"/api/datasets/generate{path}", json=body)


@pytest.mark.parametrize(
    ("kind", "classes"), [("spiral", 2), ("moons", 2), ("circles", 2), ("blobs", 3)]
)
def test_what_is_made_is_answered_and_is_a_dataset(server: Server, kind: str, classes: int) -> None:
    answer = generate(server, type=kind)

    assert answer.status_code == 200, answer.text
    body = answer.json()
    data = body["data"]
    assert (body["n_points"], body["n_classes"]) == (200, classes)
    assert [len(data[name]) for name in ("x", "y", "labels", "colors")] == [200] * 4
    assert sorted(set(data["labels"])) == list(range(classes))
    pairs = set(zip(data["labels"], data["colors"], strict=True))
    assert sorted(pairs) == list(enumerate(FIRST_COLOURS[:classes]))
    dataset = server.get(f"/api/datasets/{body['dataset_id']}").json()["dataset"]
    assert body["dataset"] == {name: dataset[name] for name in body["dataset"]}
    assert (dataset["name"], dataset["state"]) == (kind, "ready")
    assert (dataset["rows"], dataset["columns"]) == (200, 3)
    rows = server.get(f"/api/data/preview/{body['dataset_id']}", page_size=200).json()["rows"]
    assert [row["x"] for row in rows] == data["x"]
    assert [row["label"] for row in rows] == data["labels"]


def test_the_contracts_form_fits_every_type(server: Server) -> None:
    form = {"n_points": 50, "n_classes": 3, "noise": 0.2, "turns": 1, "workspace_id": "ws_demo"}

    answers = [
        generate(server, "/preview", type=kind, **form)
        for kind in ("spiral", "moons", "circles", "blobs", "linear_regression")
    ]

    assert [one.status_code for one in answers] == [200] * 5
    assert [one.json()["n_classes"] for one in answers] == [3, 3, 3, 3, 0]


def test_the_spiral_has_an_address_of_its_own(server: Server) -> None:
    answer = generate(server, "/spiral", n_points="40", n_classes=4)

    assert answer.status_code == 200
    assert (answer.json()["n_points"], answer.json()["n_classes"]) == (40, 4)


def test_texts_and_numbers_are_pictured_too(server: Server) -> None:
    survey = generate(server, "/preview", type="transit_survey", n_points=100).json()
    line = generate(server, "/preview", type="linear_regression").json()

    assert survey["classes"] == ["CONFIRMED", "FALSE POSITIVE"]
    assert set(survey["data"]["labels"]) == {0, 1}
    assert survey["columns"][0]["name"] == "star_id"
    assert line["data"]["labels"] == line["data"]["y"]
    assert len(set(line["data"]["colors"])) > 50


def test_nobody_waits_for_the_import_who_does_not_want_to(server: Server) -> None:
    answer = server.client.post(
        "/api/datasets/generate",
        json={"type": "xor", "name": "My board", "seed": 7},
        headers={"Prefer": "respond-async"},
    )

    assert answer.status_code == 202
    assert answer.json()["dataset"]["name"] == "My board"
    assert answer.json()["dataset"]["state"] == "importing"


def test_the_same_seed_is_the_same_bytes(server: Server) -> None:
    first, second = (generate(server, type="rings", seed=5).json() for _ in range(2))

    assert first["dataset"]["content_hash"] == second["dataset"]["content_hash"]
    assert second["dataset"]["duplicate_of"] == first["dataset_id"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"type": "sphere"}, "type must be one of blobs, circles"),
        ({"type": "moons", "n_points": 9}, "n_points must be in [10, 10000]; got 9."),
        ({"type": "moons", "n_points": 10_001}, "n_points must be in [10, 10000]; got 10001."),
        ({"type": "blobs", "n_classes": 11}, "n_classes must be in [2, 10]; got 11."),
        ({"type": "moons", "noise": 1.5}, "noise must be in [0.0, 1.0]; got 1.5."),
        ({"type": "spiral", "turns": 0.2}, "turns must be in [0.5, 10.0]; got 0.2."),
        ({"type": "spiral", "noise": "much"}, "noise must be a number; got 'much'."),
        ({"type": "spiral", "twists": 3}, "Spiral has no parameter 'twists'; "),
        ({"type": "spiral", "seed": -1}, "seed must be in [0, 4294967295]; got -1."),
        ({}, "type"),
    ],
)
def test_a_bad_value_is_refused_in_words(server: Server, body: dict[str, Any], said: str) -> None:
    before = server.stored()

    answer = generate(server, **body)

    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert server.stored() == before


def test_generators_are_listed_with_their_schemas(server: Server) -> None:
    listed = server.get("/api/datasets/generators").json()["generators"]

    by_id = {one["id"]: one for one in listed}
    assert len(by_id) >= 13
    turns = by_id["spiral"]["schema"]["properties"]["turns"]
    assert (turns["default"], turns["minimum"], turns["maximum"]) == (2.0, 0.5, 10.0)


def test_a_table_knows_what_made_it_and_is_made_again_by_that(server: Server) -> None:
    first = generate(server, type="moons", n_points=60, seed=7).json()["dataset"]

    order = first["generated"]
    assert (order["generator"], order["seed"]) == ("moons", 7)
    assert order["params"]["n_points"] == 60
    lineage = server.get(f"/api/datasets/{first['id']}/lineage").json()
    assert lineage["generated"] == order
    again = generate(server, type=order["generator"], seed=order["seed"], **order["params"]).json()
    assert again["dataset"]["content_hash"] == first["content_hash"]
    assert again["dataset"]["duplicate_of"] == first["id"]
