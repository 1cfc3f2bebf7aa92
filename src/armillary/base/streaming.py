"""Answers whose bytes are made while they are sent."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from anyio import CancelScope
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send


class ClosingResponse(StreamingResponse):
    """Bytes given out piece by piece, and what lets go of where they come from in the end.

    That runs also where no piece was ever asked for: a client that has left by then ends a response
    before it begins.
    """

    def __init__(
        self, pieces: AsyncIterator[bytes], *, close: Callable[[], Awaitable[None]], **given: Any
    ) -> None:
        super().__init__(pieces, **given)
        self._close = close

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            # Whoever ends a response cancels whatever it waits for, again and again.
            with CancelScope(shield=True):
                await self._close()
