"""A data folder, the sample kinds, and calls to them from a real host process."""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from armillary.jobs.calls import Calls
from armillary.settings import Settings

SAMPLES = Path(__file__).parent / "samples"
PACKAGE = "sample_capabilities"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of a fresh data folder; its hosts leave when the folder goes."""
    monkeypatch.syspath_prepend(str(SAMPLES))
    monkeypatch.setenv("PYTHONPATH", str(SAMPLES))
    data_dir = tmp_path / "data"
    data_dir.mkdir()
    yield Settings(data_dir=data_dir)
    data_dir.rename(tmp_path / "gone")


@pytest.fixture
def open_calls(settings: Settings) -> Callable[..., Any]:
    """Open calls to the sample kinds."""

    @asynccontextmanager
    async def opened(**given: Any) -> AsyncIterator[Calls]:
        calls = Calls(settings, package=PACKAGE, **given)
        try:
            yield calls
        finally:
            await calls.close()

    return opened


class Gate:
    """A gate that calls wait at."""

    def __init__(self, path: Path) -> None:
        self.path = path
        os.mkfifo(path)

    @property
    def payload(self) -> dict[str, str]:
        """What to ask with."""
        return {"gate": str(self.path)}

    def ask(self, calls: Calls) -> "asyncio.Task[Any]":
        """Ask at the gate, in a task of its own."""
        asked = calls.request("questions.gate", self.payload, timeout_s=30)
        return asyncio.create_task(asked)

    async def entered(self) -> None:
        """Wait until a batch stands at the gate."""
        await _until(Path(f"{self.path}.entered").exists)

    async def interrupted(self) -> None:
        """Wait until a batch was told that nobody waits for it."""
        await _until(Path(f"{self.path}.interrupted").exists)

    def open(self, times: int = 1) -> None:
        """Let as many batches through."""
        descriptor = os.open(self.path, os.O_RDWR)
        os.write(descriptor, b"x" * times)
        # Kept open: a pipe without any end forgets what was written.
        self._kept = descriptor


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    """A closed gate."""
    return Gate(tmp_path / "gate")


async def _until(condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
    """Look again and again until the condition holds."""
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        await asyncio.sleep(0.01)


@pytest.fixture
def until() -> Callable[..., Any]:
    """Wait for a condition."""
    return _until
