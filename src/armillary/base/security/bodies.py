"""How large a request's body may be: refused by its announced length, else while it comes."""

import re
from contextlib import suppress
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from armillary.base.errors import AppError, BadRequest, TooLarge
from armillary.base.heads import header
from armillary.base.security.answers import refuse
from armillary.settings import Settings

MEGABYTE = 1024 * 1024
# What a form puts around a file of just the allowed size.
_FORM_BYTES = 100_000


class BodyLimit(NamedTuple):
    """The limit of the addresses that match a pattern: a setting's name, or a number of MB."""

    pattern: re.Pattern[str]
    limit: str | int


UPLOADS = (
    BodyLimit(re.compile(r"/api/data/upload"), "max_upload_mb"),
    BodyLimit(re.compile(r"/api/uploads/[^/]+"), "max_upload_mb"),
    BodyLimit(re.compile(r"/datasets/upload"), "max_upload_size_mb"),
    BodyLimit(re.compile(r"(/api)?/neuroglancer"), "max_upload_mb"),
    BodyLimit(re.compile(r"/api/models/upload"), "max_model_mb"),
    BodyLimit(re.compile(r"/api/models/[^/]+/predict-file"), "max_upload_mb"),
    BodyLimit(re.compile(r"/api/(custom/train|pretrained/predict)"), 100),
)
"""The addresses that take files; every other body is bounded by ``max_body_mb``."""


class BodyLimits:
    """Refuses bodies over the limit of their address with 413, without reading on."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit_mb = self._limit_mb(scope)
        error = _check_announced(scope, limit_mb)
        if error is not None:
            await refuse(scope, receive, send, error)
            return
        await _Counted(self._app, limit_mb).serve(scope, receive, send)

    def _limit_mb(self, scope: Scope) -> int:
        # JSON is read whole to see which workspace it names, so it is never a file on its way.
        if (header(scope, b"content-type") or "").startswith("application/json"):
            return self._settings.max_body_mb
        for pattern, limit in UPLOADS:
            if pattern.fullmatch(scope["path"]):
                found = getattr(self._settings, limit) if isinstance(limit, str) else limit
                return int(found)
        return self._settings.max_body_mb


class _Counted:
    """One request whose bytes are counted as they come."""

    def __init__(self, app: ASGIApp, limit_mb: int) -> None:
        self._app = app
        self._limit_mb = limit_mb
        self._left = _bytes_allowed(limit_mb)
        self._has_started = False

    async def serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def counted_receive() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                self._left -= len(message.get("body", b""))
                if self._left < 0:
                    raise _OverLimit
            return message

        async def watched_send(message: Message) -> None:
            # The app may turn the exception into an answer of its own; ours is the better one.
            if self._left < 0 and not self._has_started:
                return
            self._has_started = True
            await send(message)

        with suppress(_OverLimit):
            await self._app(scope, counted_receive, watched_send)
        if self._left < 0 and not self._has_started:
            await refuse(scope, receive, send, _too_large(self._limit_mb, None))


class _OverLimit(Exception):
    """More bytes came than the limit allows."""


def _check_announced(scope: Scope, limit_mb: int) -> AppError | None:
    announced = header(scope, b"content-length")
    if announced is None:
        return None
    if not (announced.isascii() and announced.isdigit()):
        return BadRequest(f"Content-Length must be a whole number; got {announced[:40]!r}.")
    size = int(announced)
    return _too_large(limit_mb, size) if size > _bytes_allowed(limit_mb) else None


def _bytes_allowed(limit_mb: int) -> int:
    return limit_mb * MEGABYTE + _FORM_BYTES


def _too_large(limit_mb: int, size: int | None) -> TooLarge:
    came = f"{size / MEGABYTE:.1f} MB" if size is not None else "more"
    return TooLarge(f"At most {limit_mb} MB are accepted here; got {came}.")
