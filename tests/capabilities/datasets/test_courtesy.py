"""Uploads let people go first who wait for an answer, for a moment."""

import asyncio
from dataclasses import dataclass
from typing import Any, cast

from armillary.base.state import AppState
from armillary.capabilities.datasets.courtesy import let_others_first


@dataclass
class Calls:
    """Whether somebody waits, which is all that is asked of calls here."""

    is_asked: bool


def told(calls: Calls) -> AppState:
    state: Any = type("State", (), {"calls": calls})()
    return cast(AppState, state)


def test_nobody_is_waited_for_where_nobody_asks() -> None:
    # The first step would end elsewhere than with the coroutine, if it waited at all.
    coroutine = let_others_first(told(Calls(False)))

    async def story() -> None:
        try:
            coroutine.send(None)
        except StopIteration:
            return
        raise AssertionError("it waited")

    asyncio.run(story())


def test_who_asks_goes_first_and_no_longer_than_a_moment() -> None:
    calls = Calls(True)

    async def story() -> tuple[bool, bool]:
        waiting = asyncio.create_task(let_others_first(told(calls)))
        await asyncio.sleep(0)
        waited = not waiting.done()
        # Nobody ever answers: it goes on all the same.
        await asyncio.wait_for(waiting, 30)
        return waited, calls.is_asked

    assert asyncio.run(story()) == (True, True)
