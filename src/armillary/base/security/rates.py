"""Counts requests and sockets per address before any route sees them."""

import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from armillary.base.errors import TooMany
from armillary.base.limits import Limiter
from armillary.base.security.answers import close_socket, refuse

_TRY_AGAIN_LATER = 1013
# A shared cursor moves far more often than a person sends requests.
_MESSAGES_SHARE = 20
_WINDOW_S = 10.0


class RateLimits:
    """Counts requests and sockets per address, and the messages of each socket."""

    def __init__(self, app: ASGIApp, limiter: Limiter) -> None:
        self._app = app
        self._limiter = limiter

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket, or refuse it."""
        if not self._limiter.is_on or scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        try:
            await self._limiter.count_address(scope)
        except TooMany as error:
            await refuse(scope, receive, send, error)
            return
        if scope["type"] == "websocket":
            per_window = self._limiter.settings.rate_limit * _MESSAGES_SHARE * _WINDOW_S / 60
            receive = _count_messages(receive, send, int(per_window))
        await self._app(scope, receive, send)


def _count_messages(receive: Receive, send: Send, per_window: int) -> Receive:
    window_start = time.monotonic()
    count = 0

    async def counted_receive() -> Message:
        nonlocal window_start, count
        message = await receive()
        if message["type"] != "websocket.receive":
            return message
        now = time.monotonic()
        if now - window_start > _WINDOW_S:
            window_start, count = now, 0
        count += 1
        if count <= per_window:
            return message
        reason = f"More than {per_window} messages in {_WINDOW_S:g} s; come back in a while."
        await close_socket(send, _TRY_AGAIN_LATER, reason)
        return {"type": "websocket.disconnect", "code": _TRY_AGAIN_LATER, "reason": reason}

    return counted_receive
