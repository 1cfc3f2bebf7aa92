"""The doors of a real server: the web socket, the event stream, and the page to try them."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from armillary import realtime
from armillary.settings import Settings
from tests.support.waiting import until

WITHIN_S = 10.0
RunServer = Callable[[Settings], AbstractContextManager["Server"]]


class Server:
    """A server that runs, and what tests say through it."""

    def __init__(self, running: Any) -> None:
        self.app, self.address, self.url = running.app, running.address, running.url
        self.stop = running.stop

    def listen(self, **headers: str) -> ClientConnection:
        return connect(f"ws://{self.address}/ws/events", additional_headers=headers)

    def append(self, topic: str, fact: Any, workspace_id: str = "ws_demo") -> None:
        with self.app.state.armillary.database.write() as session:
            realtime.append(session, topic, "said", {"fact": fact}, workspace_id=workspace_id)


@pytest.fixture
def run_server(serve: Any) -> Callable[[Settings], AbstractContextManager[Server]]:
    @contextmanager
    def run(settings: Settings) -> Iterator[Server]:
        with serve(settings) as running:
            yield Server(running)

    return run


@pytest.fixture
def server(run_server: RunServer, settings: Settings) -> Iterator[Server]:
    with run_server(settings) as started:
        yield started


def say(connection: ClientConnection, message: Any) -> None:
    connection.send(message if isinstance(message, str | bytes) else json.dumps(message))


def hear(connection: ClientConnection) -> Any:
    return json.loads(connection.recv(WITHIN_S))


def subscribe(connection: ClientConnection, *topics: tuple[str, int | None]) -> list[Any]:
    """Subscribe and give the first answer for each topic."""
    wanted = [{"topic": topic, "after": after} for topic, after in topics]
    say(connection, {"type": "subscribe", "topics": wanted})
    return [hear(connection) for _ in topics]


def test_a_socket_tells_what_was_missed_and_what_is_new(server: Server) -> None:
    server.append("job:1", "old")
    with server.listen() as connection:
        [begun] = subscribe(connection, ("job:1", 0))
        missed = hear(connection)
        server.append("job:1", "new")
        new = hear(connection)

    assert begun == {"type": "subscribed", "topic": "job:1", "number": 0}
    assert [(one["number"], one["data"]) for one in (missed, new)] == [
        (1, {"fact": "old"}),
        (2, {"fact": "new"}),
    ]


def test_numbers_go_on_after_the_server_was_away(run_server: RunServer, settings: Settings) -> None:
    with run_server(settings) as server:
        server.append("job:1", "before")
        with server.listen() as connection:
            subscribe(connection, ("job:1", 0))
            heard = [connection.recv(WITHIN_S)]
    with run_server(settings) as server:
        server.append("job:1", "after")
        with server.listen() as connection:
            subscribe(connection, ("job:1", 0))
            replayed = [connection.recv(WITHIN_S) for _ in range(2)]

    assert replayed[0] == heard[0]
    assert json.loads(replayed[1])["number"] == 2


def test_a_binary_frame_is_read_as_text_and_nonsense_explained(server: Server) -> None:
    with server.listen() as connection:
        say(connection, b'{"type": "ping"}')
        assert hear(connection) == {"type": "pong"}
        say(connection, b"\xff\xfe")
        assert hear(connection)["type"] == "error"


def test_a_server_that_stops_closes_its_sockets(run_server: RunServer, settings: Settings) -> None:
    with run_server(settings) as server, server.listen() as connection:
        say(connection, {"type": "ping"})
        hear(connection)
        server.stop()

        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(WITHIN_S)
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1012


def sign_up(server: Server, name: str) -> dict[str, str]:
    body = {"email": f"{name}@example.org", "password": "a long enough phrase", "name": name}
    answer = httpx.post(f"{server.url}/api/auth/register", json=body)
    assert answer.status_code == 201, answer.text
    return {"Authorization": f"Bearer {answer.json()['access_token']}"}


def test_strangers_are_turned_away_and_members_of_other_workspaces_hear_nothing(
    run_server: RunServer, settings: Settings
) -> None:
    with run_server(Settings(**{**settings.model_dump(), "accounts": True})) as server:
        with pytest.raises(InvalidStatus) as refused:
            server.listen()
        sign_up(server, "ada")
        bob = sign_up(server, "bob")
        server.append("job:demo", 1)
        with server.listen(**bob) as connection:
            [denied] = subscribe(connection, ("job:demo", 0))
            [none] = subscribe(connection, ("job:none", 0))
        stream = httpx.get(f"{server.url}/api/events", params={"topic": "job:demo"})

    assert refused.value.response.status_code == 401
    assert denied["type"] == none["type"] == "denied"
    assert stream.status_code == 401


def test_a_socket_is_closed_when_its_key_is_revoked(
    run_server: RunServer, settings: Settings
) -> None:
    with run_server(Settings(**{**settings.model_dump(), "accounts": True})) as server:
        ada = sign_up(server, "ada")
        keys = f"{server.url}/api/auth/keys"
        made = httpx.post(keys, headers=ada, json={"name": "script", "scope": "read"}).json()
        with server.listen(**{"X-API-Key": made["secret"]}) as connection:
            [begun] = subscribe(connection, ("workspace:ws_demo", None))
            assert begun["type"] == "subscribed"
            answer = httpx.delete(f"{keys}/{made['key']['id']}", headers=ada)
            assert answer.is_success, answer.text

            with pytest.raises(ConnectionClosed) as closed:
                while True:
                    connection.recv(WITHIN_S)
    assert closed.value.rcvd is not None
    assert (closed.value.rcvd.code, closed.value.rcvd.reason) == (
        1008,
        "Your access has been withdrawn.",
    )


class Frames:
    """The frames of an event stream, as a browser reads them."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.iter_lines()

    def next(self) -> dict[str, str]:
        """Give the fields of the next frame that is more than a comment."""
        fields: dict[str, str] = {}
        for line in self._lines:
            if line and not line.startswith(":"):
                name, _, value = line.partition(": ")
                fields[name] = value
            elif fields:
                break
        return fields


@contextmanager
def streaming(server: Server, query: list[tuple[str, Any]], **headers: str) -> Iterator[Frames]:
    with httpx.stream(
        "GET", f"{server.url}/api/events", params=query, headers=headers, timeout=WITHIN_S
    ) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"].startswith("text/event-stream")
        frames = Frames(response)
        assert frames.next() == {"retry": "1000"}
        yield frames


def test_a_stream_goes_on_where_it_was_left(server: Server) -> None:
    server.append("a", 1)
    server.append("b", 1)
    with streaming(server, [("topic", "a"), ("topic", "b"), ("after", 0)]) as frames:
        begun = [frames.next() for _ in range(3)]
        server.append("b", 2)
        last = frames.next()
    server.append("a", 2)
    query = [("topic", "a"), ("topic", "b")]
    with streaming(server, query, **{"Last-Event-ID": last["id"]}) as frames:
        again = [frames.next() for _ in range(3)]

    assert [frame["id"] for frame in begun] == ["0,", "1,", "1,1"]
    assert last["id"] == "1,2"
    assert json.loads(last["data"])["data"] == {"fact": 2}
    assert [json.loads(frame["data"])["type"] for frame in again] == [
        "subscribed",
        "event",
        "subscribed",
    ]
    assert again[-1]["id"] == "2,2"


def test_a_quiet_stream_is_kept_alive(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("armillary.realtime.transports.sse.KEEP_ALIVE_S", 0.05)
    with httpx.stream("GET", f"{server.url}/api/events?topic=none", timeout=WITHIN_S) as response:
        lines = response.iter_lines()
        comments = 0
        while comments < 2:
            comments += next(lines) == ": still here"


@pytest.mark.parametrize(
    ("query", "status", "expected"),
    [
        ("", 422, "topic"),
        ("topic=", 400, "printable"),
        ("topic=a&topic=a", 400, "named once"),
        ("topic=a&after=1&after=2", 400, "2 times for 1 topics"),
        ("topic=a&after=-1", 422, "after"),
    ],
)
def test_a_stream_that_is_asked_for_wrongly_is_refused(
    server: Server, query: str, status: int, expected: str
) -> None:
    answer = httpx.get(f"{server.url}/api/events?{query}")

    assert answer.status_code == status
    assert expected in answer.json()["error"]


def test_the_try_page_lists_doors_and_topics_and_needs_no_other_host(server: Server) -> None:
    server.append("job:1", 1)
    page = httpx.get(f"{server.url}/ws-test")
    files = [httpx.get(f"{server.url}/ws-test/{name}") for name in ("page.js", "page.css")]
    doors = httpx.get(f"{server.url}/api/events/doors").json()["doors"]
    topics = httpx.get(f"{server.url}/api/events/topics").json()["topics"]

    assert page.status_code == 200
    assert all(file.status_code == 200 for file in files)
    assert not any("//" in line for line in page.text.splitlines() if "src=" in line)
    assert {"/ws/events", "/ws/training/{session_id}"} <= {door["path"] for door in doors}
    assert all(door["text"] for door in doors)
    assert {"topic": "job:1", "number": 1} in topics
    assert httpx.get(f"{server.url}/ws-test/routes.py").status_code == 404


def test_an_open_stream_does_not_keep_the_server_from_stopping(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, "ARMILLARY_DATA_DIR": str(settings.data_dir)}
    command = [sys.executable, "-m", "uvicorn", "armillary.asgi:app", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        url = f"http://127.0.0.1:{port}"
        until(lambda: is_answered(f"{url}/api/events/doors"), 3 * WITHIN_S)
        with httpx.stream("GET", f"{url}/api/events?topic=a", timeout=WITHIN_S) as response:
            lines = response.iter_lines()
            while not next(lines).startswith("data:"):
                pass
            process.send_signal(signal.SIGTERM)

            process.wait(WITHIN_S)
    finally:
        process.kill()
        process.wait()


def is_answered(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False
