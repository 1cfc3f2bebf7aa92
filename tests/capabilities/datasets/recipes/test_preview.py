"""What a recipe would do, tried on some rows."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from armillary.base.storage import LocalStorage
from armillary.capabilities.datasets.calls.preview_recipe import call
from armillary.jobs.calls import CallContext
from armillary.jobs.calls.contract import Cache, Cancellation
from armillary.settings import Settings
from tests.capabilities.datasets.conftest import Server

CSV = b"age,city,day\n" + b"".join(
    b"%s,%s,2024-01-%02d\n" % (b"" if row % 4 == 0 else b"%d" % row, city, 1 + row % 28)
    for row, city in enumerate([b"Rom", b"Bonn"] * 30)
)


@pytest.fixture(scope="module")
def table_id(server: Server) -> str:
    return server.add(CSV)


def preview(server: Server, dataset_id: str, *steps: Any, **more: Any) -> dict[str, Any]:
    answer = server.client.post(
        f"/api/datasets/{dataset_id}/recipe/preview", json={"steps": list(steps), **more}
    )
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


FILL = {"id": "fill", "type": "handle_missing", "params": {"method": "constant", "value": "0",
                                                           "columns": ["age"]}}  # fmt: skip
DATES = {"type": "feature_engineering", "params": {"method": "date_parts", "parts": ["month"]}}


def test_each_step_tells_what_it_did(server: Server, table_id: str) -> None:
    tried = preview(server, table_id, FILL, DATES)

    fill, dates = tried["steps"]
    assert fill["id"] == "fill"
    assert fill["state"] == dates["state"] == "done"
    assert fill["notes"] == ["15 gaps in 'age' filled with 0."]
    assert dates["added"] == ["day_month"]
    assert [column["name"] for column in dates["columns"]] == ["age", "city", "day", "day_month"]
    assert tried["sample"] == {"kind": "first", "rows": 60, "of": 60}


def test_changed_cells_and_new_columns_are_marked(server: Server, table_id: str) -> None:
    first = preview(server, table_id, FILL, DATES, step=0, page_size=5)["shown"]
    last = preview(server, table_id, FILL, DATES, page_size=5)["shown"]
    before = preview(server, table_id, FILL, step=-1, page_size=2)["shown"]

    assert first["step"] == 0
    assert first["marks"] == [[0, 0], [4, 0]]
    assert first["columns"][0] == {"name": "age", "dtype": "int64", "added": False, "changed": 15}
    assert [row[0] for row in first["rows"]] == [0, 1, 2, 3, 0]
    assert [column["added"] for column in last["columns"]] == [False, False, False, True]
    assert last["marks"] == []
    assert (before["step"], before["rows"]) == (
        -1, [[None, "Rom", "2024-01-01"], [1, "Bonn", "2024-01-02"]],
    )  # fmt: skip


def test_a_step_that_fails_stands_with_its_error_and_the_others_wait(
    server: Server, table_id: str
) -> None:
    wrong = {"id": "wrong", "type": "scale", "params": {"columns": ["aeg"]}}

    tried = preview(server, table_id, FILL, wrong, DATES, {**DATES, "disabled": True})

    assert [step["state"] for step in tried["steps"]] == ["done", "failed", "waiting", "off"]
    error = tried["steps"][1]["error"]
    assert error["message"] == "There is no column 'aeg' here. Did you mean 'age'?"
    assert error["details"]["step"] == 1
    assert error["details"]["parameter"] == "columns"
    assert tried["shown"]["step"] == 0


def test_an_unfinished_step_is_told_what_it_lacks(server: Server, table_id: str) -> None:
    tried = preview(server, table_id, FILL, {"type": "rename", "params": {}}, {"type": "?"})

    (_, rename, _) = tried["steps"]
    assert rename["error"]["errors"][0]["loc"] == ["steps", 1, "params", "names"]


def test_rows_may_come_from_all_over_the_table(server: Server) -> None:
    many = b"row\n" + b"".join(b"%d\n" % row for row in range(30_000))
    dataset_id = server.add(many, "many.csv")

    first = preview(server, dataset_id, step=-1)
    spread = preview(server, dataset_id, step=-1, sample="random", page=199)

    assert first["sample"] == {"kind": "first", "rows": 10_000, "of": 30_000}
    assert spread["sample"]["rows"] == 10_000
    assert spread["shown"]["rows"][-1] == [29_999]


def test_a_joined_dataset_is_read_whole(server: Server, table_id: str) -> None:
    cities = server.add(b"city,size\nRom,3\n")
    join = {"type": "join", "params": {"dataset": cities, "keys": [{"left": "city"}]}}

    tried = preview(server, table_id, join, page_size=2)
    lost = preview(server, table_id, {**join, "params": {**join["params"], "dataset": "ds_x"}})

    assert [row[3] for row in tried["shown"]["rows"]] == [3, None]
    assert lost["steps"][0]["error"]["code"] == "dataset_not_found"


def test_a_trial_that_nobody_waits_for_does_no_further_step(tmp_path: Path) -> None:
    folder = tmp_path / "datasets"
    folder.mkdir()
    pq.write_table(pa.table({"age": [1, 2]}), folder / "t.parquet")
    table = {"id": "t", "name": "t", "key": "datasets/t.parquet", "content_hash": "t", "rows": 2,
             "fields": [["age", "int64"]]}  # fmt: skip
    payload = {"table": table, "others": {}, "steps": [FILL, FILL], "sample": "first",
               "step": None, "page": 0, "page_size": 10}  # fmt: skip
    given = Settings(data_dir=tmp_path), LocalStorage(tmp_path), Cache()
    left = Cancellation()
    left.cancel()

    wanted = call.run_one(payload, CallContext(*given, Cancellation()))
    unwanted = call.run_one(payload, CallContext(*given, left))

    assert len(wanted["steps"]) == 2
    assert unwanted["steps"] == []
