"""The parts of a server that have to answer before it calls itself well."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.types import ASGIApp, Message

from armillary.base.database import insert_for
from armillary.base.logging import get_logger
from armillary.base.state import AppState
from armillary.base.values import utc_now
from armillary.capabilities.monitoring.tables import HealthCheck
from armillary.learning.catalogue import list_entries

TIMEOUT_S = 5.0
FRESH_S = 2.0
_log = get_logger(__name__)
# Health waits behind nobody: it has a thread of its own.
_limiter = CapacityLimiter(2)

Check = Callable[[AppState, ASGIApp], Awaitable[None]]


class NotWell(Exception):
    """A part that did not answer; the message says what was seen."""


@dataclass(frozen=True)
class PartHealth:
    """How one part answered: ``error`` is None where it is well."""

    name: str
    error: str | None
    seconds: float


class Health:
    """Asks every part of one server, and remembers the answers for a moment."""

    def __init__(self, state: AppState, app: ASGIApp) -> None:
        self._state = state
        self._app = app
        self._lock = asyncio.Lock()
        self._answers: list[PartHealth] = []
        self._asked_at = float("-inf")

    async def ask(self) -> list[PartHealth]:
        """Ask every part, or give answers at most two seconds old."""
        async with self._lock:
            if time.monotonic() - self._asked_at > FRESH_S:
                asked = [self._ask_one(name, check) for name, check in CHECKS.items()]
                self._answers = list(await asyncio.gather(*asked))
                self._asked_at = time.monotonic()
            return self._answers

    async def _ask_one(self, name: str, check: Check) -> PartHealth:
        begin = time.monotonic()
        try:
            async with asyncio.timeout(TIMEOUT_S):
                await check(self._state, self._app)
            error = None
        except TimeoutError:
            error = f"did not answer within {TIMEOUT_S:g} s"
        except NotWell as problem:
            error = str(problem)
        except Exception as problem:  # noqa: BLE001  # any failure of a part is an answer here
            _log.warning("part not well", part=name, exc_info=problem)
            error = f"failed ({type(problem).__name__}); the server's log says more"
        return PartHealth(name, error, time.monotonic() - begin)


async def _check_migrations(state: AppState, _app: ASGIApp) -> None:
    if not await to_thread.run_sync(state.extra["is_migrated"], limiter=_limiter):
        raise NotWell("the database is not migrated; run `armillary migrate`")


async def _check_catalogue(_state: AppState, _app: ASGIApp) -> None:
    if not await to_thread.run_sync(list_entries, limiter=_limiter):
        raise NotWell("the catalogue of algorithms is empty")


async def _check_page(state: AppState, _app: ASGIApp) -> None:
    if not state.extra["page_is_built"]():
        raise NotWell("the web page is not built; run `make web`")


async def _check_database(state: AppState, _app: ASGIApp) -> None:
    await to_thread.run_sync(_write_row, state, limiter=_limiter)


def _write_row(state: AppState) -> None:
    insert = insert_for(state.database.engine.dialect.name)
    values = {"name": "server", "checked_at": utc_now()}
    statement: Any = insert(HealthCheck).values(values)
    with state.database.write() as session:
        session.execute(statement.on_conflict_do_update(index_elements=["name"], set_=values))


async def _check_storage(state: AppState, _app: ASGIApp) -> None:
    await to_thread.run_sync(_write_file, state, limiter=_limiter)


def _write_file(state: AppState) -> None:
    expected = utc_now().isoformat().encode()
    with state.storage.write("health/server") as file:
        file.write(expected)
    with state.storage.open_read("health/server") as stored:
        if not stored.read():
            raise NotWell("the storage gave back nothing of what was written")


async def _check_socket(state: AppState, app: ASGIApp) -> None:
    """Ask the hub over the bus, then open the event socket in this process and send a ping."""
    await state.hub.answer(TIMEOUT_S)
    to_app: list[Message] = [
        {"type": "websocket.connect"},
        {"type": "websocket.receive", "text": '{"type":"ping"}'},
    ]
    answered = asyncio.Event()

    async def receive() -> Message:
        if to_app:
            return to_app.pop(0)
        await answered.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send(message: Message) -> None:
        # Where accounts are needed, being turned away is the right answer.
        if message["type"] in {"websocket.send", "websocket.close"}:
            answered.set()

    await app(_socket_scope(), receive, send)
    if not answered.is_set():
        raise NotWell("the event socket closed without an answer")


def _socket_scope() -> dict[str, Any]:
    return {
        "type": "websocket",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "scheme": "ws",
        "path": "/ws/events",
        "raw_path": b"/ws/events",
        "root_path": "",
        "query_string": b"",
        "headers": [(b"host", b"localhost")],
        "client": ("127.0.0.1", 0),
        "server": ("127.0.0.1", 0),
        "subprotocols": [],
        "state": {},
        "extensions": {},
    }


CHECKS: dict[str, Check] = {
    "migrations": _check_migrations,
    "catalogue": _check_catalogue,
    "page": _check_page,
    "database": _check_database,
    "storage": _check_storage,
    "socket": _check_socket,
}
