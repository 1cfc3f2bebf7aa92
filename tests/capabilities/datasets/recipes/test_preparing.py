"""Datasets made of datasets by recipes, as people ask for them over HTTP."""

from typing import Any

import pytest

from tests.capabilities.datasets.conftest import Server
from tests.support.waiting import until

CSV = b"id,age,city,fare\n" + b"".join(
    b"%d,%s,%s,%d\n" % (row, b"" if row % 5 == 0 else b"%d" % (20 + row), city, row * 10)
    for row, city in enumerate([b"Rom", b"Bonn", b"Rom", b"Ulm", b"Bonn"] * 8)
)


@pytest.fixture(scope="module")
def table_id(server: Server) -> str:
    return server.add(CSV, "people.csv")


def preprocess(server: Server, dataset_id: str, *operations: dict[str, Any], **more: Any) -> Any:
    body = {"dataset_id": dataset_id, "operations": list(operations), **more}
    return server.client.post("/api/data/preprocess", json=body)


def apply(server: Server, dataset_id: str, body: dict[str, Any]) -> dict[str, Any]:
    """Apply a recipe and wait for the first dataset that comes of it."""
    answer = server.client.post(f"/api/datasets/{dataset_id}/recipe/apply", json=body)
    assert answer.status_code == 202, answer.text
    return {**answer.json(), "dataset": wait(server, answer.json()["dataset_id"])}


def wait(server: Server, dataset_id: str) -> dict[str, Any]:
    def look() -> dict[str, Any] | None:
        dataset: dict[str, Any] = server.get(f"/api/datasets/{dataset_id}").json()["dataset"]
        return None if dataset["state"] == "importing" else dataset

    found = until(look, 60)
    assert found is not None
    return found


def rows_of(server: Server, dataset_id: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = server.get(f"/api/data/preview/{dataset_id}").json()["rows"]
    return rows


def test_operations_of_the_contract_make_a_new_dataset(server: Server, table_id: str) -> None:
    answer = preprocess(
        server,
        table_id,
        {"type": "handle_missing", "params": {"strategy": "fill", "method": "mean"}},
        {"type": "encode", "params": {"method": "one-hot", "columns": ["city"]}},
        {"type": "scale", "params": {"type": "minmax", "columns": ["fare"]}},
        {"type": "feature_engineering", "params": {"method": "interactions",
                                                   "columns": ["age", "fare"]}},
        {"type": "outlier_removal", "params": {"method": "zscore", "threshold": 3}},
    )  # fmt: skip

    assert answer.status_code == 200, answer.text
    body = answer.json()
    assert body["shape"] == [40, 7]
    assert body["columns"] == [
        "id",
        "age",
        "city_Bonn",
        "city_Rom",
        "city_Ulm",
        "fare",
        "age * fare",
    ]
    rows = rows_of(server, body["preprocessed_dataset_id"])
    assert rows[0]["city_Rom"] == 1
    assert rows[39]["fare"] == pytest.approx(1.0)
    assert all(row["age"] is not None for row in rows)
    # The original is as it was.
    assert rows_of(server, table_id)[0]["age"] is None


@pytest.mark.parametrize(
    ("operation", "status", "told"),
    [
        ({"type": "shave"}, 422, "no step of type 'shave'"),
        ({"type": "scale", "params": {"columns": ["Fare"]}}, 422, "Did you mean 'fare'?"),
        ({"type": "scale", "params": {"method": "huge"}}, 422, "must be one of standard"),
        ({"type": "drop", "params": {"columns": ["fear"]}}, 422, "Did you mean 'fare'?"),
        ({"params": {}}, 422, "Step 1 has no type."),
        ("nothing", 422, "must be an object"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_nothing(
    server: Server, table_id: str, operation: Any, status: int, told: str
) -> None:
    stored = server.stored()

    answer = preprocess(server, table_id, operation)

    assert answer.status_code == status
    assert told in answer.json()["detail"]
    assert server.stored() == stored


def test_an_unknown_dataset_is_not_found(server: Server) -> None:
    assert preprocess(server, "ds_none", {"type": "scale"}).status_code == 404


def test_operations_are_needed(server: Server, table_id: str) -> None:
    assert preprocess(server, table_id).status_code == 422
    off = {"type": "scale", "disabled": True}
    assert preprocess(server, table_id, off).json()["code"] == "no_steps"


def test_a_recipe_that_keeps_no_row_fails_readably(server: Server, table_id: str) -> None:
    drop = {"type": "handle_missing", "params": {"method": "drop_rows", "columns": ["empty"]}}
    empty = server.add(b"a,empty\n1,\n2,\n")

    answer = preprocess(server, empty, drop)

    assert answer.status_code == 422
    assert answer.json()["code"] == "no_rows"
    assert table_id


def test_the_lineage_names_parents_steps_and_children(server: Server) -> None:
    parent = server.add(CSV, "lineage.csv")
    scaled = apply(server, parent, {"steps": [{"type": "scale"}], "name": "scaled"})
    child = scaled["dataset"]

    of_child = server.get(f"/api/datasets/{child['id']}/lineage").json()
    of_parent = server.get(f"/api/datasets/{parent}/lineage").json()

    assert child["name"] == "scaled"
    assert child["derived_from"] == [parent]
    assert child["schema"][0]["type"] == "numeric"
    assert [(each["id"], each["name"], each["exists"]) for each in of_child["parents"]] == [
        (parent, "lineage", True)
    ]
    assert of_child["recipe"]["steps"][0]["type"] == "scale"
    assert of_child["recipe"]["reports"][0]["rows"] == 40
    assert of_parent["recipe"] is None
    assert [each["id"] for each in of_parent["children"]] == [child["id"]]


def test_a_child_outlives_its_parent(server: Server) -> None:
    parent = server.add(CSV, "mortal.csv")
    child = apply(server, parent, {"steps": [{"type": "drop", "params": {"columns": ["id"]}}]})

    assert server.client.delete(f"/api/datasets/{parent}").status_code == 200

    lineage = server.get(f"/api/datasets/{child['dataset_id']}/lineage").json()
    assert [(each["name"], each["exists"]) for each in lineage["parents"]] == [("mortal", False)]
    assert len(rows_of(server, child["dataset_id"])) == 40


def test_what_was_learned_is_applied_to_new_rows(server: Server, table_id: str) -> None:
    scale = {"type": "scale", "params": {"columns": ["fare"], "method": "minmax"}}
    first = apply(server, table_id, {"steps": [scale]})
    new = server.add(b"id,age,city,fare\n1,2,Rom,780\n2,3,Rom,0\n")

    same = apply(server, new, {"like": first["dataset_id"]})
    anew = apply(server, new, {"like": first["dataset_id"], "learn_anew": True})

    # The fares of the first table end at 390.
    assert [row["fare"] for row in rows_of(server, same["dataset_id"])] == [2.0, 0.0]
    assert [row["fare"] for row in rows_of(server, anew["dataset_id"])] == [1.0, 0.0]
    lineage = server.get(f"/api/datasets/{same['dataset_id']}/lineage").json()
    assert lineage["recipe"]["origin"] == {"like": first["dataset_id"], "learned": False}


def test_a_split_makes_a_dataset_of_each_part(server: Server, table_id: str) -> None:
    split = {"type": "split", "params": {"test": 0.25, "validation": 0.25, "output": "datasets"}}

    made = apply(server, table_id, {"steps": [split], "name": "parts"})

    datasets = [wait(server, each) for each in made["dataset_ids"]]
    assert [(each["name"], each["rows"]) for each in datasets] == [
        ("parts (train)", 20),
        ("parts (validation)", 10),
        ("parts (test)", 10),
    ]
    ids = [row["id"] for each in datasets for row in rows_of(server, each["id"])]
    assert sorted(ids) == list(range(40))
    assert datasets[0]["columns"] == 4
    early = server.client.post(
        f"/api/datasets/{table_id}/recipe/apply", json={"steps": [split, {"type": "scale"}]}
    )
    assert "Only the last step" in early.json()["detail"]


def test_another_dataset_is_joined(server: Server, table_id: str) -> None:
    cities = server.add(b"name,size\nRom,3\nBonn,1\n", "cities.csv")
    keys = [{"left": "city", "right": "name"}]
    join = {"type": "join", "params": {"dataset": cities, "keys": keys}}

    made = apply(server, table_id, {"steps": [join]})

    assert [row["size"] for row in rows_of(server, made["dataset_id"])[:5]] == [3, 1, 3, None, 1]
    assert made["dataset"]["derived_from"] == [table_id, cities]
    unknown = {"type": "join", "params": {"dataset": "ds_none", "keys": keys}}
    answer = server.client.post(f"/api/datasets/{table_id}/recipe/apply", json={"steps": [unknown]})
    assert answer.status_code == 422
    assert answer.json()["details"]["parameter"] == "dataset"


def test_an_answer_need_not_be_waited_for(server: Server, table_id: str) -> None:
    answer = server.client.post(
        "/api/data/preprocess",
        json={"dataset_id": table_id, "operations": [{"type": "scale"}]},
        headers={"Prefer": "respond-async"},
    )

    assert answer.status_code == 202
    assert answer.json()["shape"] is None
    assert wait(server, answer.json()["preprocessed_dataset_id"])["state"] == "ready"
