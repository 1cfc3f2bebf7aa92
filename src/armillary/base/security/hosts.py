"""The Host rule: a name that a stranger points at this machine opens nothing here."""

from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send

from armillary.base.errors import Forbidden
from armillary.base.heads import all_headers
from armillary.base.security.answers import refuse
from armillary.settings import Settings

_LOCAL_NAMES = ("localhost", "127.0.0.1", "[::1]")


class HostRule:
    """Accepts only the names of this machine and those the settings add, at any port."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._is_on = settings.is_loopback or settings.enable_trusted_host
        bound = f"[{settings.host}]" if ":" in settings.host else settings.host
        added = [name.lower().rstrip(".") for name in settings.allowed_hosts]
        self._names = tuple(dict.fromkeys((*_LOCAL_NAMES, bound.lower(), *added)))
        self._is_known = lru_cache(maxsize=64)(self._look)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or socket, or refuse it."""
        if not self._is_on or scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        hosts = all_headers(scope, b"host")
        host = hosts[0] if hosts else ""
        # Of two names one might be read here and the other elsewhere.
        if len(hosts) == 1 and self._is_known(host):
            await self._app(scope, receive, send)
            return
        shown = host[:100] or "none"
        message = (
            f"The Host header must be localhost, 127.0.0.1 or [::1]; got {shown!r}. "
            "Name it in ARMILLARY_ALLOWED_HOSTS if it is yours."
        )
        await refuse(scope, receive, send, Forbidden(message, code="host_refused"))

    def _look(self, host: str) -> bool:
        whole = host.lower()
        name = host_name(whole).rstrip(".")
        return any(
            known in (name, whole) or (known.startswith("*.") and name.endswith(known[1:]))
            for known in self._names
        )


def host_name(host: str) -> str:
    """Give the name of a Host header without its port; IPv6 keeps its brackets."""
    if host.startswith("["):
        return host.partition("]")[0] + "]"
    return host.partition(":")[0]
