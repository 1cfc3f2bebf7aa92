"""Asking: what server routes and the terminal use to have a call answered."""

import asyncio
import math
from collections.abc import Mapping
from typing import Any, Protocol

from armillary.base.errors import Unavailable
from armillary.jobs.calls.contract import CallKind, HostName
from armillary.jobs.calls.launch import CAPABILITIES, IDLE_S, find_kinds
from armillary.jobs.calls.link import HostLost, Link
from armillary.settings import Settings

TIMEOUT_S = 2.0


class Asker(Protocol):
    """Who asks, as far as calls care: an `Actor` is one."""

    @property
    def workspace_id(self) -> str:
        """The workspace that a fair share of the waiting places belongs to."""


class Calls:
    """The way of one server process to the warm processes; belongs to its event loop."""

    def __init__(
        self, settings: Settings, *, package: str = CAPABILITIES, idle_s: float = IDLE_S
    ) -> None:
        self._settings = settings
        self._package = package
        self._idle_s = idle_s
        self._kinds: Mapping[str, CallKind] | None = None
        self._links: dict[HostName, Link] = {}
        self._asked = 0
        self._answered_at = -math.inf

    def was_asked_since(self, moment: float) -> bool:
        """Whether somebody waits for an answer, or did after a moment of the loop's clock."""
        return self._asked > 0 or self._answered_at > moment

    async def request(
        self,
        kind_id: str,
        payload: Any,
        *,
        timeout_s: float = TIMEOUT_S,
        actor: Asker | None = None,
    ) -> Any:
        """Have a call answered, starting its host where none runs.

        The time limit begins when the host is warm and what it asks is loaded. Raises the
        `AppError` that the call raised, `DeadlineExceeded` (504) after ``timeout_s``,
        `Unavailable` (503) where too much waits, where loading takes more than a minute, or the
        host ended in the middle. Cancelling the task cancels the call.
        """
        kind = self._kind(kind_id)
        link = self._link(kind.host)
        owner = actor.workspace_id if actor is not None else ""
        self._asked += 1
        try:
            # Hosts end by themselves when idle, and may be killed: one more try finds a new one.
            for _ in range(2 if kind.idempotent else 1):
                try:
                    return await link.ask(kind_id, payload, timeout_s=timeout_s, owner=owner)
                except HostLost:
                    continue
        finally:
            self._asked -= 1
            self._answered_at = asyncio.get_running_loop().time()
        raise Unavailable(
            f"The process that answers {kind_id} ended before it answered; try again.",
            headers={"Retry-After": "1"},
        )

    async def close(self) -> None:
        """Hang up every line."""
        for link in self._links.values():
            await link.close()

    def _kind(self, kind_id: str) -> CallKind:
        if self._kinds is None:
            self._kinds = find_kinds(self._package)
        return self._kinds[kind_id]

    def _link(self, name: HostName) -> Link:
        if name not in self._links:
            self._links[name] = Link(self._settings, name, self._package, self._idle_s)
        return self._links[name]


def request_once(
    settings: Settings,
    kind_id: str,
    payload: Any,
    *,
    timeout_s: float = TIMEOUT_S,
    package: str = CAPABILITIES,
) -> Any:
    """Have one call answered from synchronous code, such as a terminal command."""

    async def ask() -> Any:
        calls = Calls(settings, package=package)
        try:
            return await calls.request(kind_id, payload, timeout_s=timeout_s)
        finally:
            await calls.close()

    return asyncio.run(ask())
