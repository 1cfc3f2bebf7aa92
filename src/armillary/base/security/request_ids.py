"""An id for every request: taken over where it is sane, else made; answered and logged."""

import re

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from armillary.base.heads import header
from armillary.base.ids import new_id

HEADER = "x-request-id"
_NAME = HEADER.encode()
_SANE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


class RequestIds:
    """Puts the id on the scope, in the log lines of the request and on its answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        given = header(scope, _NAME) or ""
        identity = given if _SANE.fullmatch(given) else new_id("req")
        scope.setdefault("state", {})["request_id"] = identity
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=identity)

        async def send_with_id(message: Message) -> None:
            if message["type"] in _STARTS:
                others = [pair for pair in message["headers"] if pair[0] != _NAME]
                message["headers"] = [*others, (_NAME, identity.encode())]
            await send(message)

        await self._app(scope, receive, send_with_id)


_STARTS = {"http.response.start", "websocket.accept", "websocket.http.response.start"}
