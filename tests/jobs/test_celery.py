"""Celery wakes workers: a real Celery worker, a real Redis."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from armillary.jobs import queues
from armillary.settings import Settings

from .conftest import PACKAGE, Engine, open_engine, until

pytestmark = pytest.mark.redis

LOADED = """
import pathlib, sys
from armillary.base.values import from_json
from armillary.jobs.queues.celery import make_app
from armillary.settings import Settings
app = make_app(Settings(**from_json(pathlib.Path({file!r}).read_bytes())), {package!r})
"""


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not on PATH: nothing to carry Celery's messages")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [
            program,
            "--port",
            str(port),
            "--dir",
            str(tmp_path_factory.mktemp("redis")),
            "--save",
            "",
            "--appendonly",
            "no",
        ],
        stdout=subprocess.DEVNULL,
    )
    until(lambda: _answers(port), what="Redis")
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()
    server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@dataclass
class Celery:
    """A Celery worker that runs, and a job of whose message it never heard."""

    engine: Engine
    lost_id: str


@pytest.fixture(scope="module")
def celery(redis_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Celery]:
    """Start one Celery worker for all tests: it takes some seconds to."""
    folder = tmp_path_factory.mktemp("celery")
    chosen = Settings(data_dir=folder / "data", queue="celery", redis_url=redis_url, workers=0)
    with open_engine(chosen) as opened:
        silent = chosen.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
        queues.attach(opened.database, silent)
        lost_id = opened.submit("test.count", {"to": 2})
        queues.attach(opened.database, chosen)
        start_celery(opened, folder)
        yield Celery(opened, lost_id)


def start_celery(engine: Engine, folder: Path) -> None:
    (folder / "settings.json").write_text(engine.settings.model_dump_json())
    text = LOADED.format(file=str(folder / "settings.json"), package=PACKAGE)
    (folder / "loaded_app.py").write_text(text)
    command = [sys.executable, "-m", "celery", "--app", "loaded_app", "worker"]
    process = subprocess.Popen(
        [*command, "--concurrency", "1", "--loglevel", "warning"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*sys.path, str(folder)])},
        start_new_session=True,
    )
    engine.workers.append(process)


def test_a_celery_worker_runs_what_is_submitted(celery):
    engine = celery.engine
    first = engine.submit("test.count", {"to": 2})
    assert engine.wait_for(first, timeout_s=60).result["counted"] == 2

    second = engine.submit("test.family", {"children": 2})

    assert engine.wait_for(second, timeout_s=60).result["counted"] == [1, 2]


def test_a_job_whose_message_was_lost_runs_too(celery):
    assert celery.engine.wait_for(celery.lost_id, timeout_s=60).state == "succeeded"
