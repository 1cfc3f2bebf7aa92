"""The whole product as people and programs meet it: HTTP and sockets, nothing of its inside."""

import io
import itertools
import json
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

from tests.support.waiting import until

# Two busy cores shared by many make everything slow; what hangs is still found.
PATIENCE_S = 120.0
Json = dict[str, Any]


class Product:
    """What somebody does with one or several servers, which answer in turn."""

    def __init__(self, *urls: str, **headers: str) -> None:
        self.urls = urls
        self._headers = headers
        self._clients = [
            httpx.Client(base_url=url, headers=headers, timeout=PATIENCE_S) for url in urls
        ]
        self._turns = itertools.cycle(self._clients)

    def close(self) -> None:
        """Hang up."""
        for client in self._clients:
            client.close()

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """Ask the next server, whatever it answers."""
        return next(self._turns).request(method, path, **given)

    def get(self, path: str, **query: Any) -> Json:
        """Ask for something that has to be there."""
        return _body(self.ask("GET", path, params=query))

    def post(self, path: str, body: Json | None = None) -> Json:
        """Have something done."""
        return _body(self.ask("POST", path, json=body))

    def upload(self, name: str, content: bytes) -> Json:
        """Upload a table and wait until it is imported."""
        return _body(self.ask("POST", "/api/data/upload", files={"file": (name, content)}))

    def train(self, dataset_id: str, algorithm_id: str, target: str, **values: Any) -> str:
        """Start a training; gives its session, which is its job."""
        asked = {
            "algorithm_id": algorithm_id,
            "dataset_id": dataset_id,
            "target_column": target,
            "hyperparameters": values,
        }
        started = self.post("/api/train/start", asked)
        assert started["status"] in {"queued", "running"}
        return str(started["session_id"])

    def job(self, job_id: str) -> Json:
        """Give a job as it is now."""
        job: Json = self.get(f"/api/jobs/{job_id}")["job"]
        return job

    def wait_for_step(self, job_id: str, step: int = 0, within_s: float = PATIENCE_S) -> Json:
        """Wait until a job has gone further than a step."""

        def look() -> Json | None:
            job = self.job(job_id)
            if (job["step"] or 0) > step:
                return job
            assert job["state"] in {"queued", "running"}, job
            return None

        return until(look, within_s) or {}

    def wait_for_end(self, job_id: str) -> Json:
        """Wait until a job has ended."""

        def look() -> Json | None:
            job = self.job(job_id)
            return job if job["finished_at"] else None

        return until(look, PATIENCE_S) or {}

    @contextmanager
    def listen(self, after: dict[str, int]) -> Iterator["Listener"]:
        """Hear on the next server what topics tell, each after a number."""
        with self._connect("/ws/events") as connection:
            topics = [{"topic": topic, "after": number} for topic, number in after.items()]
            connection.send(json.dumps({"type": "subscribe", "topics": topics}))
            yield Listener(connection)

    @contextmanager
    def watch(self, session_id: str) -> Iterator["Listener"]:
        """Watch a training on the next server, as the page of its own socket does."""
        with self._connect(f"/ws/training/{session_id}") as connection:
            yield Listener(connection)

    def _connect(self, path: str) -> ClientConnection:
        url = str(next(self._turns).base_url).replace("http", "ws", 1)
        # Nobody reads while the story goes on, and what is not read holds the pongs up, too.
        return connect(url.rstrip("/") + path, additional_headers=self._headers, ping_interval=None)


class Listener:
    """One socket, and all that it has said."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection
        self.heard: list[Json] = []

    def hear_until(self, is_last: Callable[[Json], bool], within_s: float = PATIENCE_S) -> Json:
        """Listen until something is said that ends the waiting."""
        deadline = time.monotonic() + within_s
        while True:
            message: Json = json.loads(self._connection.recv(deadline - time.monotonic()))
            self.heard.append(message)
            if is_last(message):
                return message

    def numbers(self, topic: str) -> list[int]:
        """Give the numbers of the events of a topic in the order in which they came."""
        return [one["number"] for one in self.events(topic)]

    def events(self, topic: str) -> list[Json]:
        """Give the events of a topic in the order in which they came."""
        return [one for one in self.heard if one["type"] == "event" and one["topic"] == topic]


def has_ended(message: Json) -> bool:
    """Whether a message says that a job has come to its end."""
    return bool(message.get("data", {}).get("changes", {}).get("finished_at"))


def tells(event: str) -> Callable[[Json], bool]:
    """Give what waits for an event of a type."""
    return lambda message: message.get("event") == event


def names_in_zip(content: bytes) -> set[str]:
    """Give the names of the files in a zip, after a test of all of them."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return set(archive.namelist())


def _body(answer: httpx.Response) -> Json:
    assert answer.is_success, f"{answer.request.url}: {answer.status_code} {answer.text[:2000]}"
    body: Json = answer.json()
    return body
