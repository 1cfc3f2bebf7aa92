"""Datasets that are renamed, whose columns are overruled, and whose files are imported again."""

import json
from typing import Any

from tests.capabilities.datasets.conftest import Server
from tests.support.waiting import until

TABLE = b"code;value\n" + b"".join(b"%d;1,%d\n" % (n, n % 10) for n in range(50))


def upload(server: Server, data: bytes = TABLE, **form: Any) -> dict[str, Any]:
    answer = server.client.post(
        "/api/data/upload", files={"file": ("table.csv", data, "text/csv")}, data=form
    )
    assert answer.status_code == 200, answer.text
    made: dict[str, Any] = answer.json()
    return made


def read(server: Server, dataset_id: str) -> dict[str, Any]:
    dataset: dict[str, Any] = server.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    return dataset


def dtypes(server: Server, dataset_id: str) -> dict[str, str]:
    return {each["name"]: each["dtype"] for each in read(server, dataset_id)["schema"]}


def types(server: Server, dataset_id: str) -> dict[str, str]:
    return {each["name"]: each["type"] for each in read(server, dataset_id)["schema"]}


def tables_of(server: Server, dataset_id: str) -> list[str]:
    files = server.state.storage.list_files(f"datasets/{dataset_id}")
    return [each.key for each in files if "/table-" in each.key]


def import_again(server: Server, dataset_id: str, **options: Any) -> str:
    answer = server.client.post(f"/api/datasets/{dataset_id}/reimport", json=options)
    assert answer.status_code == 202, answer.text
    job_id: str = answer.json()["job_id"]
    return until(lambda: ended(server, job_id), 60)


def ended(server: Server, job_id: str) -> str | None:
    job = server.get(f"/api/jobs/{job_id}").json()["job"]
    return str(job["state"]) if job["state"] in ("succeeded", "failed", "cancelled") else None


def first_row(server: Server, dataset_id: str) -> dict[str, Any]:
    row: dict[str, Any] = server.get(f"/api/data/preview/{dataset_id}").json()["rows"][0]
    return row


def test_options_in_the_form_say_how_a_file_is_read(server: Server) -> None:
    made = upload(server, options=json.dumps({"types": {"code": "str"}, "decimal": ","}))

    assert dtypes(server, made["dataset_id"]) == {"code": "str", "value": "float64"}


def test_options_that_cannot_be_used_are_refused_with_what_is_wrong(server: Server) -> None:
    before = server.get("/api/datasets").json()["total"]

    answer = server.client.post(
        "/api/data/upload",
        files={"file": ("table.csv", TABLE, "text/csv")},
        data={"options": '{"encoding": "klingon"}'},
    )

    assert answer.status_code == 400
    assert "klingon" in answer.json()["error"]
    assert server.get("/api/datasets").json()["total"] == before


def test_another_import_replaces_the_table_and_keeps_the_dataset(server: Server) -> None:
    dataset_id = upload(server)["dataset_id"]
    before = read(server, dataset_id)
    server.client.post(f"/api/data/statistics/{dataset_id}", json={"view": {}})
    held = tables_of(server, dataset_id)

    state = import_again(server, dataset_id, has_header=False, types={"column_1": "str"})

    after = read(server, dataset_id)
    assert state == "succeeded"
    assert (before["rows"], after["rows"]) == (50, 51)
    assert after["version"] > before["version"]
    assert after["content_hash"] == before["content_hash"]
    kept = server.get(f"/api/datasets/{dataset_id}/reading").json()["options"]
    assert (kept["has_header"], kept["types"]) == (False, {"column_1": "str"})
    # Under another key: readers of the old table must not be given the new one's bytes.
    assert len(tables_of(server, dataset_id)) == 1
    assert len(held) == 2  # the table, and its statistics
    assert not set(tables_of(server, dataset_id)) & set(held)


def test_an_import_that_fails_leaves_the_table_as_it_was(server: Server) -> None:
    dataset_id = upload(server)["dataset_id"]
    row = first_row(server, dataset_id)

    state = import_again(server, dataset_id, skip_rows=1000)

    assert state == "failed"
    assert read(server, dataset_id)["state"] == "ready"
    assert first_row(server, dataset_id) == row


def test_what_a_person_says_of_a_column_holds_over_later_imports(server: Server) -> None:
    dataset_id = upload(server)["dataset_id"]
    found = types(server, dataset_id)["code"]

    answer = server.client.patch(
        f"/api/datasets/{dataset_id}/columns", json={"columns": {"code": "categorical"}}
    )
    import_again(server, dataset_id, decimal=",")

    assert answer.status_code == 200
    assert found != "categorical"
    assert types(server, dataset_id)["code"] == "categorical"
    server.client.patch(f"/api/datasets/{dataset_id}/columns", json={"columns": {"code": None}})
    assert types(server, dataset_id)["code"] == found


def test_an_unknown_column_is_answered_with_the_nearest_name(server: Server) -> None:
    dataset_id = upload(server)["dataset_id"]

    answer = server.client.patch(
        f"/api/datasets/{dataset_id}/columns", json={"columns": {"cod": "text"}}
    )

    assert answer.status_code == 422
    assert "'code'" in answer.json()["error"]


def test_a_dataset_is_renamed(server: Server) -> None:
    dataset_id = upload(server)["dataset_id"]

    answer = server.client.patch(f"/api/datasets/{dataset_id}", json={"name": "Better"})

    assert answer.json()["dataset"]["name"] == "Better"
    assert read(server, dataset_id)["name"] == "Better"
    assert server.client.patch(f"/api/datasets/{dataset_id}", json={"name": ""}).status_code == 422
