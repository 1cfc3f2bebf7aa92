"""A real server, a real worker process and real tables."""

import io
from collections.abc import Callable, Iterator
from typing import Any

import psutil
import pytest
from fastapi.testclient import TestClient

from armillary.app import create_app
from armillary.settings import Settings
from tests.support import waiting
from tests.support.databases import migrated
from tests.support.workers import ForkedProcess, start_worker, stop_worker


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a server that the tests of one file share; they start their own workers."""
    data_dir = tmp_path_factory.mktemp("data")
    return Settings(data_dir=data_dir, argon2_memory_kib=8, rate_limit=0, workers=0)


@pytest.fixture(scope="module")
def client(settings: Settings) -> Iterator[TestClient]:
    """Reach a server that runs on a data folder of its own."""
    with TestClient(create_app(migrated(settings)), base_url="http://127.0.0.1:8608") as opened:
        yield opened


class Workers:
    """Worker processes on the server's data folder."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._started: list[ForkedProcess] = []

    def start(self) -> None:
        """Start a worker."""
        self._started.append(start_worker(self._settings))

    def computing(self) -> list[int]:
        """Give the processes that compute jobs: those that no worker's descendant has forked on."""
        return [
            descendant.pid
            for worker in self._started
            for descendant in psutil.Process(worker.pid).children(recursive=True)
            if not descendant.children()
        ]

    def stop(self) -> None:
        """End every worker."""
        for worker in self._started:
            worker.terminate()
        for worker in self._started:
            stop_worker(worker)


@pytest.fixture(scope="module")
def workers(settings: Settings) -> Iterator[Workers]:
    """Start workers when a test asks for them."""
    started = Workers(settings)
    yield started
    started.stop()


@pytest.fixture(scope="module")
def upload(client: TestClient, workers: Workers) -> Callable[..., str]:
    """Upload a frame as a CSV and give the id of the dataset, with a worker that runs."""
    workers.start()

    def send(frame: Any, name: str = "table.csv") -> str:
        text = io.BytesIO(frame.to_csv(index=False).encode())
        answer = client.post("/api/data/upload", files={"file": (name, text, "text/csv")})
        assert answer.status_code == 200, answer.text
        return str(answer.json()["dataset_id"])

    return send


@pytest.fixture(scope="module")
def until() -> Callable[..., Any]:
    """Look again and again until something is true, and give it."""
    return lambda look, timeout_s=60.0: waiting.until(look, timeout_s)


@pytest.fixture(scope="module")
def finished(client: TestClient, until: Callable[..., Any]) -> Callable[[str], dict[str, Any]]:
    """Wait until a training has ended and give its status."""

    def wait(session_id: str) -> dict[str, Any]:
        def look() -> dict[str, Any] | None:
            status = client.get(f"/api/train/status/{session_id}").json()
            return status if status["status"] in {"completed", "failed", "stopped"} else None

        found: dict[str, Any] = until(look, 120.0)
        return found

    return wait


@pytest.fixture(scope="module")
def cancer() -> Any:
    """The breast cancer table: 569 rows, 30 numbers, two classes."""
    from sklearn.datasets import load_breast_cancer

    bunch = load_breast_cancer(as_frame=True)
    frame = bunch.frame.rename(columns={"target": "diagnosis"})
    frame["diagnosis"] = frame["diagnosis"].map({0: "malignant", 1: "benign"})
    return frame


@pytest.fixture(scope="module")
def cancer_id(upload: Callable[..., str], cancer: Any) -> str:
    """The breast cancer table as a dataset."""
    return upload(cancer)
