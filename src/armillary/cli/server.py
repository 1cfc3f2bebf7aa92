"""Running the server in this process: one application behind one or several ports."""

import os
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress

from armillary.base.database import Database
from armillary.base.errors import Conflict
from armillary.base.garbage import spare_what_is_there
from armillary.migrations import upgrade
from armillary.settings import Settings

_GRACE_S = 5
# Longer than proxies and pooled clients keep a connection that rests: they would find it closed in
# the moment in which they use it again.
_KEEP_ALIVE_S = 75
_BACKLOG = 2048


def run_server(settings: Settings, on_started: Callable[[], None] | None = None) -> None:
    """Serve until SIGINT or SIGTERM; ``on_started`` is called once requests are answered.

    Raises `Conflict` where a port is taken.
    """
    import uvicorn

    from armillary.app import create_app

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            spare_what_is_there()
            if self.started and on_started is not None:
                on_started()

    sockets = listen(settings.host, settings.ports)
    app = create_app(settings)
    _migrate_aside(settings)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE_S,
        timeout_keep_alive=_KEEP_ALIVE_S,
        proxy_headers=settings.trust_proxy,
        forwarded_allow_ips="*" if settings.trust_proxy else None,
    )
    # uvicorn raises what stopped it again once all is ended; Ctrl+C is how people stop a server.
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=sockets)


def listen(host: str, ports: Sequence[int]) -> list[socket.socket]:
    """Open a listening socket for each port."""
    opened: list[socket.socket] = []
    for port in ports:
        try:
            opened.append(_open(host, port))
        except OSError as error:
            for other in opened:
                other.close()
            raise Conflict(
                f"Port {port} on {host} cannot be used: {error.strerror or error}. "
                "Stop what listens there, or choose another with --port."
            ) from error
    return opened


def address_of(settings: Settings) -> str:
    """Give the address at which a browser on this machine finds the server."""
    host = settings.host
    if host in {"0.0.0.0", "::", ""}:
        host = "127.0.0.1"
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{settings.ports[0]}"


def _migrate_aside(settings: Settings) -> None:
    """Bring the database up in a child, which takes along when it ends what that took to load.

    Nothing is said of a failure: the server tries the same when it starts, and tells.
    """
    if sys.platform != "linux":
        return  # elsewhere a fork of a process with libraries is not safe
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        upgrade(Database(settings.database_address))
    finally:
        os._exit(0)


def _open(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    opened = socket.socket(family, socket.SOCK_STREAM)
    try:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((host, port))
        opened.listen(_BACKLOG)
        opened.setblocking(False)
    except OSError:
        opened.close()
        raise
    return opened
