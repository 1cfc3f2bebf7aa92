"""Answers whose bytes are made while they are sent."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from armillary.base.streaming import ClosingResponse


def test_a_client_that_left_before_the_first_byte_is_cleaned_up_after() -> None:
    closed = []

    async def pieces() -> AsyncIterator[bytes]:
        yield b"never asked for"

    async def close() -> None:
        closed.append(True)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        await asyncio.Event().wait()  # it takes nothing

    asyncio.run(ClosingResponse(pieces(), close=close)({"type": "http"}, receive, send))

    assert closed == [True]
