"""The origin rule: a page of somebody else changes nothing here and opens no socket.

CORS only hides answers; the deed would be done. So what changes something is refused before its
body is read when a browser says that it comes from a page that is not on the list.
"""

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from armillary.base.errors import Forbidden
from armillary.base.heads import all_headers, header
from armillary.base.security.answers import refuse
from armillary.base.security.electron import is_connectomics_path
from armillary.settings import Settings

_HARMLESS = {"GET", "HEAD", "OPTIONS"}
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Origins:
    """Which origins may call which addresses; the same list decides about CORS."""

    def __init__(self, settings: Settings) -> None:
        self.allows_any = "*" in settings.origins
        self.listed = tuple(_tidy(origin) for origin in settings.origins if origin != "*")
        self._allows_electron = settings.allow_electron

    def allows(self, origin: str, path: str) -> bool:
        """Whether pages of this origin may call this address."""
        if origin == "null":
            # Any sandboxed frame has it too, whatever page it sits in; `*` does not mean it.
            return self._allows_electron and is_connectomics_path(path)
        return self.allows_any or _tidy(origin) in self.listed


class OriginRule:
    """Refuses what changes something, and sockets, from pages that are not on the list."""

    def __init__(self, app: ASGIApp, origins: Origins) -> None:
        self._app = app
        self._origins = origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket, or refuse it."""
        if _is_harmless(scope) or self._is_welcome(scope):
            await self._app(scope, receive, send)
            return
        message = (
            "This came from a web page that may not change anything here. "
            "Add its origin to ARMILLARY_ALLOWED_ORIGINS if it is yours."
        )
        await refuse(scope, receive, send, Forbidden(message, code="origin_refused"))

    def _is_welcome(self, scope: Scope) -> bool:
        origins = all_headers(scope, b"origin")
        if not origins:
            return header(scope, b"sec-fetch-site") != "cross-site"
        # Two origins are nobody's: what reads the first and what reads the last would disagree.
        return len(origins) == 1 and (
            _is_same_origin(origins[0], header(scope, b"host") or "")
            or self._origins.allows(origins[0], scope["path"])
        )


def _is_harmless(scope: Scope) -> bool:
    return scope["type"] == "lifespan" or (scope["type"] == "http" and scope["method"] in _HARMLESS)


def _is_same_origin(origin: str, host: str) -> bool:
    """Whether a page was loaded from the very address it calls.

    The scheme is left out: behind a proxy that ends TLS the page says https and we see http.
    """
    scheme, _, place = origin.lower().partition("://")
    if scheme not in _DEFAULT_PORTS or not place:
        return False
    default = f":{_DEFAULT_PORTS[scheme]}"
    return place.removesuffix(default) == host.lower().removesuffix(default)


def _tidy(origin: str) -> str:
    """Write an origin as browsers do: lower case, no slash at the end, no default port."""
    parts = urlsplit(origin.strip().lower().rstrip("/"))
    default = f":{_DEFAULT_PORTS.get(parts.scheme, 0)}"
    return f"{parts.scheme}://{parts.netloc.removesuffix(default)}"
