"""``/ws/data/{dataset_id}`` through a real server on a real port."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pyarrow as pa
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from armillary.capabilities.datasets import events
from armillary.capabilities.datasets.tables import Dataset
from armillary.settings import Settings
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.stored import put

ROWS = 1500


@pytest.fixture(scope="module")
def running(serve: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    folder = tmp_path_factory.mktemp("socket") / "data"
    with serve(Settings(data_dir=folder, rate_limit=0, workers=0, argon2_memory_kib=8)) as server:
        yield server


@pytest.fixture
def dataset_id(running: Any) -> str:
    """A dataset of which an event has told, as of every one that was imported."""
    server = Server(None, running.app.state.armillary)  # type: ignore[arg-type]  # no client
    table = pa.table({"id": np.arange(ROWS), "word": [f"word {row % 7}" for row in range(ROWS)]})
    dataset_id = put(server, table)
    with server.state.database.write() as session:
        row = session.get(Dataset, dataset_id)
        assert row is not None
        events.created(session, row)
    return dataset_id


def listen(running: Any, dataset_id: str) -> Any:
    return connect(f"ws://{running.address}/ws/data/{dataset_id}")


def hear(socket: ClientConnection) -> dict[str, Any]:
    return dict(json.loads(socket.recv(timeout=30)))


def request(socket: ClientConnection, **asked: Any) -> tuple[list[Any], list[dict[str, Any]]]:
    """Ask for a page; give its rows, and the messages that brought them."""
    socket.send(json.dumps({"type": "request_rows", **asked}))
    messages: list[dict[str, Any]] = []
    while not messages or messages[-1]["type"] == "rows":
        messages.append(hear(socket))
    rows = [row for message in messages if message["type"] == "rows" for row in message["rows"]]
    return rows, messages


def test_pages_come_in_pieces_and_end(running: Any, dataset_id: str) -> None:
    with listen(running, dataset_id) as socket:
        rows, messages = request(socket, page=1, page_size=1000)

    assert rows == [{"id": row, "word": f"word {row % 7}"} for row in range(1000, ROWS)]
    assert [message["type"] for message in messages] == ["rows", "rows", "rows", "done"]
    assert {message["page"] for message in messages} == {1}
    assert messages[0]["total_rows"] == ROWS


def test_a_view_is_streamed(running: Any, dataset_id: str) -> None:
    view = {
        "filter": {"column": "word", "operator": "eq", "value": "word 3"},
        "sort": [{"column": "id", "descending": True}],
        "columns": ["id"],
    }
    with listen(running, dataset_id) as socket:
        rows, messages = request(socket, page=0, page_size=3, view=view)
        empty, _ = request(socket, page=10**6, page_size=3, view=view)

    assert rows == [{"id": 1494 - 7 * step} for step in range(3)]
    assert messages[0]["total_rows"] == 214
    assert empty == []


def test_questions_are_answered_in_their_order(running: Any, dataset_id: str) -> None:
    with listen(running, dataset_id) as socket:
        for page in range(20):
            asked = {"type": "request_rows", "page": page, "page_size": 10}
            socket.send(json.dumps(asked))
        pages = []
        while len(pages) < 20:
            message = hear(socket)
            if message["type"] == "done":
                pages.append(message["page"])

    assert pages == list(range(20))


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("fly", "must be a JSON object"),
        ("[]", "must be a JSON object"),
        ('{"type":"fly"}', "`type` must be one of: request_rows"),
        ('{"type":"request_rows","page":-1}', "page"),
        ('{"type":"request_rows","page_size":1001}', "page_size"),
        ('{"type":"request_rows","view":{"sort":[{"column":"nope"}]}}', "no column 'nope'"),
    ],
)
def test_nonsense_is_answered_and_the_socket_goes_on(
    running: Any, dataset_id: str, said: str, answer: str
) -> None:
    with listen(running, dataset_id) as socket:
        socket.send(said)
        heard = hear(socket)
        rows, _ = request(socket, page_size=1)

    assert heard["type"] == "error"
    assert answer in heard["message"]
    assert rows == [{"id": 0, "word": "word 0"}]


def test_changes_are_told_and_the_end_too(running: Any, dataset_id: str) -> None:
    database = running.app.state.armillary.database
    with listen(running, dataset_id) as socket:
        request(socket, page_size=1)
        with database.write() as session:
            row = session.get(Dataset, dataset_id)
            with events.changing(session, row):
                row.name = "another"
        changed = hear(socket)
        httpx.delete(f"{running.url}/api/datasets/{dataset_id}").raise_for_status()
        gone = hear(socket)
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=30)

    assert changed == {
        "type": "dataset_changed",
        "change": "updated",
        "version": 2,
    }
    assert gone == {"type": "dataset_changed", "change": "deleted"}


def test_a_dataset_that_is_not_there_is_said_so(running: Any) -> None:
    with listen(running, "ds_nowhere") as socket:
        heard = hear(socket)
        with pytest.raises(ConnectionClosed):
            socket.recv(timeout=30)

    assert heard["type"] == "error"
