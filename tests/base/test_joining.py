"""Readings that are shared by all who asked before they were begun."""

import asyncio

import pytest

from armillary.base.joining import Joined


async def _twenty_at_once() -> tuple[list[int], int]:
    joined, begun = Joined(), 0

    async def read() -> int:
        nonlocal begun
        begun += 1
        number = begun
        await asyncio.sleep(0)
        return number

    first = asyncio.create_task(joined.read("a", read))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    later = [asyncio.create_task(joined.read("a", read)) for _ in range(20)]
    return [await first, *(await asyncio.gather(*later))], begun


def test_who_asks_while_something_is_read_is_given_the_next_reading() -> None:
    found, begun = asyncio.run(_twenty_at_once())

    assert found == [1] + [2] * 20
    assert begun == 2


async def _one_goes_away() -> object:
    joined, go = Joined(), asyncio.Event()

    async def read() -> str:
        await go.wait()
        raise ValueError("gone")

    one, other = (asyncio.create_task(joined.read("a", read)) for _ in range(2))
    await asyncio.sleep(0)
    one.cancel()
    go.set()
    return await other


def test_one_who_goes_away_takes_the_answer_from_nobody() -> None:
    with pytest.raises(ValueError, match="gone"):
        asyncio.run(_one_goes_away())
