"""A real server and a real worker, shared by the tests of one file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from armillary.app import create_app
from armillary.base.http import AppState
from armillary.jobs.orphans import is_mark
from armillary.settings import Settings
from tests.support.databases import migrated
from tests.support.workers import start_worker, stop_worker


@dataclass
class Server:
    """A server that runs, and what it holds open."""

    client: TestClient
    state: AppState

    def upload(self, data: bytes, filename: str = "table.csv", **headers: str) -> Response:
        """Upload a file as a browser does."""
        files = {"file": (filename, data, "text/csv")}
        return self.client.post("/api/data/upload", files=files, headers=headers)

    def add(self, data: bytes, filename: str = "table.csv") -> str:
        """Upload a table that is good and give its id."""
        answer = self.upload(data, filename)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["dataset_id"])

    def get(self, path: str, **query: Any) -> Response:
        """Ask for something."""
        return self.client.get(path, params=query)

    def stored(self) -> list[str]:
        """Give the key of every stored file of datasets, and what writers left behind."""
        root = self.state.settings.storage_root
        keys = [str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()]
        return sorted(key for key in keys if not is_mark(key))


@pytest.fixture(scope="module")
def settings_of_file(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of one server for a whole file of tests, whose workers the file starts itself."""
    folder = tmp_path_factory.mktemp("server") / "data"
    return Settings(data_dir=folder, argon2_memory_kib=8, rate_limit=0, workers=0, max_upload_mb=2)


@pytest.fixture(scope="module")
def idle_server(settings_of_file: Settings) -> Iterator[Server]:
    """A server without any worker."""
    app = create_app(migrated(settings_of_file))
    with TestClient(app, base_url="http://localhost:8605") as client:
        yield Server(client, app.state.armillary)


@pytest.fixture(scope="module")
def server(idle_server: Server, settings_of_file: Settings) -> Iterator[Server]:
    """A server whose jobs are done."""
    worker = start_worker(settings_of_file)
    try:
        yield idle_server
    finally:
        stop_worker(worker)
