"""Isolated processes: each way to isolate against the same list of escapes."""

import os
import platform
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from armillary.base.isolation import (
    Backend,
    IsolationFailed,
    Limits,
    all_backends,
    run_isolated,
)

ATTEMPTS = Path(__file__).with_name("attempts.py")
pytestmark = [
    pytest.mark.skipif(not all_backends(), reason="this machine cannot isolate a process"),
    pytest.mark.skipif(platform.machine() != "x86_64", reason="attempts use numbers of x86"),
]


@pytest.fixture(params=[backend.name for backend in all_backends()])
def backend(request: pytest.FixtureRequest) -> Backend:
    return next(backend for backend in all_backends() if backend.name == request.param)


@pytest.fixture
def port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def _attempt(backend: Backend, name: str, limits: Limits | None = None, **arguments: Any) -> Any:
    return run_isolated(
        "armillary.base.isolation.script:call_in_file",
        ATTEMPTS,
        {"name": name, "arguments": arguments},
        backend=backend,
        limits=limits,
    ).value


def test_nothing_gets_out(
    backend: Backend, port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = tmp_path / "secret.txt"
    foreign.write_text("a secret")
    mode = foreign.stat().st_mode
    monkeypatch.setenv("ARMILLARY_SECRET_KEY", "a secret")

    reached = _attempt(
        backend,
        "try_all",
        given=str(ATTEMPTS),
        foreign=str(foreign),
        parent=os.getpid(),
        port=port,
    )

    assert reached == dict.fromkeys(reached, "refused")
    assert len(reached) == 20
    assert [path.name for path in tmp_path.iterdir()] == ["secret.txt"]
    assert foreign.stat().st_mode == mode


def test_the_given_file_can_be_read(backend: Backend) -> None:
    assert _attempt(backend, "read_given", given=str(ATTEMPTS)) == '"""What ho'


def test_memory_time_and_answers_are_bounded(backend: Backend) -> None:
    with pytest.raises(IsolationFailed) as memory:
        _attempt(backend, "fill_memory")
    with pytest.raises(IsolationFailed) as processor:
        _attempt(backend, "compute_for_ever", Limits(cpu_s=1, wall_s=30))
    with pytest.raises(IsolationFailed) as clock:
        _attempt(backend, "compute_for_ever", Limits(wall_s=0.5))
    with pytest.raises(IsolationFailed) as answer:
        _attempt(backend, "answer_much", Limits(answer_bytes=1000), size_bytes=10_000)

    assert [error.value.code for error in (memory, processor, clock, answer)] == [
        "too_much_memory",
        "took_too_long",
        "took_too_long",
        "unpacks_too_large",
    ]


def test_a_process_that_dies_is_told_of(backend: Backend) -> None:
    with pytest.raises(IsolationFailed, match="has died of it"):
        _attempt(backend, "die")
