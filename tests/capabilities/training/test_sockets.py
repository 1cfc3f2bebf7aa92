"""The socket of a training, through a real server on a real port."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from socket import SHUT_RDWR
from typing import Any

import httpx
import pytest
import uvicorn
from websockets.exceptions import ConnectionClosedOK
from websockets.sync.client import connect

from armillary.app import create_app
from armillary.settings import Settings
from tests.support.databases import migrated


@pytest.fixture
def server(settings: Settings, until: Callable[..., Any]) -> Iterator[str]:
    """Run a server on a free port and give its host and port."""
    running = uvicorn.Server(
        uvicorn.Config(
            create_app(migrated(settings)), port=0, log_config=None, ws="websockets-sansio"
        )
    )
    thread = threading.Thread(target=running.run)
    thread.start()
    until(lambda: running.started)
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"127.0.0.1:{port}"
    running.should_exit = True
    thread.join(20)


@pytest.fixture
def run(server: str) -> str:
    """Begin a run."""
    answer = httpx.post(f"http://{server}/api/training", json={"name": "mine"})
    return str(answer.json()["session_id"])


def log(server: str, run: str, step: int) -> None:
    point = {"name": "train_loss", "step": step, "value": 1.0 / step}
    httpx.post(f"http://{server}/api/training/{run}/log", json=point).raise_for_status()


def test_who_leaves_in_the_middle_harms_nobody(
    server: str, run: str, caplog: pytest.LogCaptureFixture
) -> None:
    for leave in ("politely", "at once"):
        with connect(f"ws://{server}/ws/training/{run}") as socket:
            log(server, run, 1)
            assert json.loads(socket.recv(10))["epoch"] == 1
            if leave == "at once":
                socket.socket.shutdown(SHUT_RDWR)
    log(server, run, 2)

    with connect(f"ws://{server}/ws/training/{run}") as socket:
        assert json.loads(socket.recv(10))["epoch"] == 2
        httpx.post(f"http://{server}/api/training/{run}/finish")
        assert json.loads(socket.recv(10))["type"] == "completed"
        with pytest.raises(ConnectionClosedOK):
            socket.recv(10)

    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


def test_nonsense_is_answered_and_changes_nothing(server: str, run: str) -> None:
    with connect(f"ws://{server}/ws/training/{run}") as socket:
        for nonsense in ("fly", "[]", '{"type": "fly"}', '{"type": ["stop"]}'):
            socket.send(nonsense)
            assert json.loads(socket.recv(10))["type"] == "error"

    status = httpx.get(f"http://{server}/api/train/status/{run}").json()
    assert status["status"] == "running"


def test_points_reach_the_socket_soon(server: str, run: str) -> None:
    with connect(f"ws://{server}/ws/training/{run}") as socket:
        log(server, run, 1)
        socket.recv(10)
        began = time.monotonic()
        log(server, run, 2)
        heard = json.loads(socket.recv(10))

    assert heard["epoch"] == 2
    # Far below the one second in which a lost wake-up is repaired.
    assert time.monotonic() - began < 0.8
