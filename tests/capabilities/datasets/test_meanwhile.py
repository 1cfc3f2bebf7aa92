"""Tables that change or go while people look at them, questions that end early, many at once."""

import concurrent.futures
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from armillary.base.errors import Conflict
from armillary.capabilities.datasets import queries
from armillary.capabilities.datasets.queries import open_table
from armillary.capabilities.datasets.tables import Dataset
from armillary.settings import Settings
from tests.capabilities.datasets.asked import KEY, columns_of, context, write
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.stored import put
from tests.support.waiting import until

ROWS = 400_000


@pytest.fixture(scope="module")
def running(serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("meanwhile") / "data"
    with serve(Settings(data_dir=folder, rate_limit=0, workers=0, argon2_memory_kib=8)) as server:
        yield server


def holder(running: Any) -> Server:
    return Server(None, running.app.state.armillary)  # type: ignore[arg-type]  # no client


def small(first: int) -> pa.Table:
    return pa.table({"a": range(first, first + 10)})


def import_anew(server: Server, dataset_id: str, table: pa.Table, number: int) -> None:
    """Put another table in the place of a dataset's, as an import with another claim does."""
    key = f"datasets/{dataset_id}/table-{number}.parquet"
    with server.state.storage.write(key) as file:
        buffer = pa.BufferOutputStream()
        pq.write_table(table, buffer)
        file.write(buffer.getvalue().to_pybytes())
    with server.state.database.write() as session:
        row = session.get(Dataset, dataset_id)
        assert row is not None
        old, row.file_path, row.total_rows = str(row.file_path), key, table.num_rows
    server.state.storage.delete(old)


def rows(running: Any, dataset_id: str, **view: Any) -> Any:
    body = {"view": view, "page_size": 5}
    return httpx.post(f"{running.url}/api/data/query/{dataset_id}", json=body, timeout=60)


def test_a_table_imported_anew_is_seen_at_once_whatever_was_kept(running: Any) -> None:
    server = holder(running)
    dataset_id = put(server, small(0))
    views: list[Any] = [
        {},
        {"sort": [{"column": "a", "descending": True}]},
        {"filter": {"column": "a", "operator": "ge", "value": 3}},
        {"search": "1"},
    ]
    for number in range(2, 5):
        before = [rows(running, dataset_id, **view).json()["rows"] for view in views]
        import_anew(server, dataset_id, small(100 * number), number)
        after = [rows(running, dataset_id, **view).json()["rows"] for view in views]

        assert after[0] == [[100 * number + place] for place in range(5)]
        assert all(old != new for old, new in zip(before, after, strict=True))


def test_a_table_that_is_gone_is_a_conflict_and_never_a_crash(running: Any) -> None:
    server = holder(running)
    dataset_id = put(server, small(0))
    assert rows(running, dataset_id).status_code == 200
    server.state.storage.delete(f"datasets/{dataset_id}/table-1.parquet")

    # What is decoded already may still be shown; what has to be read says what happened.
    answers = [
        rows(running, dataset_id, sort=[{"column": "a"}]),
        httpx.get(f"{running.url}/api/data/download/{dataset_id}", timeout=60),
        httpx.post(f"{running.url}/api/data/missingness/{dataset_id}", json={}, timeout=60),
        httpx.get(f"{running.url}/api/data/download/{dataset_id}?format=parquet", timeout=60),
    ]

    assert [answer.status_code for answer in answers] == [409] * 4
    assert {answer.json()["code"] for answer in answers} == {"dataset_changed"}
    httpx.delete(f"{running.url}/api/datasets/{dataset_id}").raise_for_status()
    assert rows(running, dataset_id).status_code == 404


def test_people_page_while_tables_come_and_go(running: Any) -> None:
    server = holder(running)
    dataset_id = put(server, small(0))
    is_over = threading.Event()
    statuses: list[int] = []

    def look() -> None:
        place = 0
        while not is_over.is_set():
            place += 1
            view = {"sort": [{"column": "a", "descending": bool(place % 2)}]}
            statuses.append(rows(running, dataset_id, **view).status_code)

    with concurrent.futures.ThreadPoolExecutor(3) as pool:
        looking = [pool.submit(look) for _ in range(3)]
        for number in range(2, 12):
            import_anew(server, dataset_id, small(number), number)
        httpx.delete(f"{running.url}/api/datasets/{dataset_id}").raise_for_status()
        until(lambda: 404 in statuses)
        is_over.set()
        for each in looking:
            each.result()

    assert set(statuses) <= {200, 404, 409}
    assert 200 in statuses


def test_a_client_that_leaves_ends_its_search_and_harms_nobody(running: Any) -> None:
    server = holder(running)
    random = np.random.default_rng(1)
    columns = {f"x{place}": random.normal(size=ROWS) for place in range(12)}
    dataset_id = put(server, pa.table(columns), group_rows=50_000)
    body = {"view": {"search": "0.1234567"}, "exact": True}
    address = f"{running.url}/api/data/query/{dataset_id}"

    for _ in range(6):
        # Twice as many as may be answered at a time; none of them waits for its answer.
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(address, json=body, timeout=0.3)
    answer = httpx.post(address, json={"view": {"sort": [{"column": "x3"}]}}, timeout=60)
    found = httpx.post(address, json={"view": {"search": "0.12345"}, "exact": True}, timeout=110)

    assert answer.status_code == 200
    wanted = sum("0.12345" in repr(value) for column in columns.values() for value in column)
    assert found.status_code == 200
    assert not found.json()["is_estimate"]
    assert 0 < found.json()["total_rows"] <= wanted


def test_two_people_at_once_get_their_own_answers(running: Any) -> None:
    server = holder(running)
    ids = [put(server, pa.table({"a": np.arange(20_000) % (7 + each)})) for each in range(2)]

    def ask(place: int) -> tuple[int, Any]:
        which = place % 2
        view = {"filter": {"column": "a", "operator": "eq", "value": place % 7}}
        return which, rows(running, ids[which], **view).json()["total_rows"]

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        found = list(pool.map(ask, range(64)))

    for place, (which, total) in enumerate(found):
        assert total == np.count_nonzero(np.arange(20_000) % (7 + which) == place % 7)


def test_a_broken_engine_is_opened_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import duckdb

    table = small(0)
    write(tmp_path, table, 10)
    asked = context(tmp_path)
    payload = {"key": KEY, "columns": [vars(each).values() for each in columns_of(table)]}

    with pytest.raises(duckdb.FatalException), open_table(payload, asked):
        raise duckdb.FatalException("given up")
    with open_table(payload, asked) as stored:
        assert stored.count(("true", [])) == 10

    monkeypatch.setattr(queries, "_MEMORY_BYTES", 1)
    with pytest.raises(Conflict):
        open_table({**payload, "key": "datasets/ds_t/table-2.parquet"}, asked).__enter__()


def test_an_address_with_a_view_can_be_shared(running: Any) -> None:
    dataset_id = put(holder(running), small(0))
    view = json.dumps({"filter": {"column": "a", "operator": "gt", "value": 7}})

    for _ in range(2):
        answer = httpx.get(
            f"{running.url}/api/data/preview/{dataset_id}", params={"view": view}, timeout=60
        )
        assert answer.json()["rows"] == [{"a": 8}, {"a": 9}]
