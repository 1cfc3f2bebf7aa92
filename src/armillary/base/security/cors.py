"""CORS: which other pages may read answers, and whether with the person's cookies."""

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from armillary.base.heads import header
from armillary.base.security.origins import Origins

_READABLE = ("x-request-id", "retry-after", "content-disposition", "location", "upload-offset")
_PREFLIGHT_S = 600


class Cors:
    """Starlette's CORS for listed origins with credentials, and for `*` without."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._app = app
        self._origins = origins
        self._listed = _cors(app, origins.listed, with_credentials=True)
        self._electron = _cors(app, ("null",), with_credentials=True)
        anyone = ("*",) if origins.allows_any else ()
        self._others = _cors(app, anyone, with_credentials=False)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        origin = header(scope, b"origin") if scope["type"] == "http" else None
        await self._choose(origin, scope.get("path", ""))(scope, receive, send)

    def _choose(self, origin: str | None, path: str) -> ASGIApp:
        if origin is None:
            return self._app
        if origin == "null" and self._origins.allows(origin, path):
            return self._electron
        if origin in self._origins.listed:
            return self._listed
        return self._app if origin == "null" else self._others


def _cors(app: ASGIApp, origins: tuple[str, ...], *, with_credentials: bool) -> CORSMiddleware:
    return CORSMiddleware(
        app,
        allow_origins=origins,
        allow_methods=("*",),
        allow_headers=("*",),
        allow_credentials=with_credentials,
        expose_headers=_READABLE,
        max_age=_PREFLIGHT_S,
    )
