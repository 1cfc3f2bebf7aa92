"""Celery wakes workers: a real Celery worker, a real Redis."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from armillary.jobs import queues

from .conftest import PACKAGE, Engine, open_engine, until

pytestmark = pytest.mark.redis

LOADED = """
import pathlib, sys
from armillary.base.values import from_json
from armillary.jobs.queues.celery import make_app
from armillary.settings import Settings
app = make_app(Settings(**from_json(pathlib.Path({file!r}).read_bytes())), {package!r})
"""


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not on PATH: nothing to carry Celery's messages")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "--port", str(port), "--dir", str(tmp_path), "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    until(lambda: _answers(port), what="Redis")
    yield f"redis://127.0.0.1:{port}/0"
    server.kill()
    server.wait()


def _answers(port: int) -> bool:
    with socket.socket() as line:
        return line.connect_ex(("127.0.0.1", port)) == 0


@pytest.fixture
def engine(settings, redis_url: str) -> Iterator[Engine]:
    chosen = settings.model_copy(update={"queue": "celery", "redis_url": redis_url})
    with open_engine(chosen) as opened:
        queues.attach(opened.database, chosen)
        yield opened


def start_celery(engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "celery"
    folder.mkdir()
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


def test_a_celery_worker_runs_what_is_submitted(engine, tmp_path):
    start_celery(engine, tmp_path)
    first = engine.submit("test.count", {"to": 2})
    assert engine.wait_for(first, timeout_s=60).result["counted"] == 2

    second = engine.submit("test.family", {"children": 2})

    assert engine.wait_for(second, timeout_s=60).result["counted"] == [1, 2]


def test_a_job_whose_message_was_lost_runs_too(engine, tmp_path):
    silent = engine.settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"})
    queues.attach(engine.database, silent)
    job_id = engine.submit("test.count", {"to": 2})

    start_celery(engine, tmp_path)

    assert engine.wait_for(job_id, timeout_s=60).state == "succeeded"
