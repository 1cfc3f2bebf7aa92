"""Uploads keep to a pace while others look at their tables, and only then."""

import asyncio
import math
from collections.abc import Coroutine
from dataclasses import dataclass, field
from typing import Any, cast

import pytest

from armillary.base.state import AppState
from armillary.capabilities.datasets.courtesy import let_others_first
from armillary.capabilities.datasets.wire import MEGABYTE


@dataclass
class Calls:
    """When somebody was answered last, which is all that is asked of calls here."""

    answered_at: float

    def was_asked_since(self, moment: float) -> bool:
        return self.answered_at > moment


@dataclass
class State:
    calls: Calls
    extra: dict[str, Any] = field(default_factory=dict)


class Clock(asyncio.SelectorEventLoop):
    """A loop whose clock stands still unless something waits, and jumps to its end then."""

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0

    def time(self) -> float:
        return self.now

    def _run_once(self) -> None:
        if not self._ready and self._scheduled:  # type: ignore[attr-defined]  # of asyncio's own
            self.now = self._scheduled[0].when()  # type: ignore[attr-defined]  # the next timer
        super()._run_once()  # type: ignore[misc]  # typeshed knows no private parts


def seconds_of(uploads: Any) -> float:
    """Give how long something takes by a clock that only waiting moves."""
    loop = Clock()
    try:
        begin = loop.time()
        loop.run_until_complete(uploads)
        return loop.time() - begin
    finally:
        loop.close()


def upload(state: State, pieces: int) -> Coroutine[Any, Any, None]:
    async def send() -> None:
        for _ in range(pieces):
            await let_others_first(cast(AppState, state), MEGABYTE // 4)

    return send()


def test_an_upload_waits_for_nothing_where_nobody_looks() -> None:
    assert seconds_of(upload(State(Calls(-math.inf)), 400)) == 0


def test_an_upload_waits_for_nobody_who_has_asked_for_nothing_in_a_while() -> None:
    assert seconds_of(upload(State(Calls(1000.0 - 60)), 400)) == 0


def test_an_upload_keeps_to_a_pace_while_somebody_looks() -> None:
    took = seconds_of(upload(State(Calls(math.inf)), 4 * 96))

    assert took == pytest.approx(96 / 48)


def test_all_uploads_share_one_pace() -> None:
    state = State(Calls(math.inf))

    async def both() -> None:
        await asyncio.gather(upload(state, 4 * 48), upload(state, 4 * 48))

    assert seconds_of(both()) == pytest.approx(96 / 48)


def test_a_network_that_is_slower_is_not_waited_for() -> None:
    state = State(Calls(math.inf))

    async def slow() -> None:
        for _ in range(10):
            await asyncio.sleep(1)
            await let_others_first(cast(AppState, state), 1024)

    assert seconds_of(slow()) == pytest.approx(10, abs=0.01)
