"""The calls that wait in a host, and how they come together in batches."""

import asyncio
import time
from collections import OrderedDict, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from armillary.base.errors import TooMany, Unavailable
from armillary.jobs.calls.contract import CallKind, Cancellation, Loading
from armillary.jobs.calls.frames import FrameProtocol


@dataclass(eq=False)
class Call:
    """One call: what is asked, by whom, and whether it still matters."""

    number: int
    connection: FrameProtocol
    kind: CallKind
    owner: str
    payload: Any
    timeout_s: float = 0.0
    since: float = field(default_factory=time.monotonic)
    deadline: asyncio.TimerHandle | None = None
    is_over: bool = False
    batch: "Batch | None" = None

    @property
    def group(self) -> tuple[str, str]:
        """What it may be answered together with."""
        return self.kind.id, self.kind.key(self.payload)


@dataclass(eq=False)
class Batch:
    """Calls answered together, in one go, by one thread."""

    group: tuple[str, str]
    kind: CallKind
    calls: Sequence[Call]
    cancellation: Cancellation = field(default_factory=Cancellation)
    loading: Loading = field(default_factory=Loading)


class Batches:
    """The waiting calls of a host, oldest group first; used by the host's event loop alone."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._groups: OrderedDict[tuple[str, str], deque[Call]] = OrderedDict()
        self._running: set[tuple[str, str]] = set()
        self._waiting_of: dict[str, int] = {}
        self._waiting = 0

    def __len__(self) -> int:
        return self._waiting

    def add(self, call: Call) -> None:
        """Let a call wait; raises where too many do already.

        One workspace may fill half of the places, so that it cannot shut the others out.
        """
        if self._waiting >= self._limit:
            raise Unavailable(
                f"{self._limit} questions wait already; try again in a second.",
                code="too_busy",
                headers={"Retry-After": "1"},
            )
        if self._waiting_of.get(call.owner, 0) >= max(self._limit // 2, 1):
            raise TooMany(
                f"{self._limit // 2} questions of this workspace wait already; "
                "try again in a second.",
                headers={"Retry-After": "1"},
            )
        self._groups.setdefault(call.group, deque()).append(call)
        self._count(call, 1)

    def take(self) -> Batch | None:
        """Give the next batch to run, or None where nothing may start now.

        A kind that batches runs one batch per key at a time: what arrives meanwhile becomes the
        next batch, which is larger the busier the host is.
        """
        for group in list(self._groups):
            waiting = self._groups[group]
            if group in self._running:
                continue
            calls = self._pop(waiting, group)
            if calls:
                return self._start(group, calls)
        return None

    def finish(self, batch: Batch) -> None:
        """Let the next batch of the same key start."""
        self._running.discard(batch.group)

    def _pop(self, waiting: deque[Call], group: tuple[str, str]) -> list[Call]:
        calls: list[Call] = []
        while waiting and (not calls or len(calls) < calls[0].kind.batch_limit):
            call = waiting.popleft()
            self._count(call, -1)
            if not call.is_over:
                calls.append(call)
        if waiting:
            self._groups.move_to_end(group)
        else:
            del self._groups[group]
        return calls

    def _start(self, group: tuple[str, str], calls: list[Call]) -> Batch:
        batch = Batch(group, calls[0].kind, calls)
        for call in calls:
            call.batch = batch
        if batch.kind.batch_limit > 1:
            self._running.add(group)
        return batch

    def _count(self, call: Call, step: int) -> None:
        self._waiting += step
        left = self._waiting_of.get(call.owner, 0) + step
        if left:
            self._waiting_of[call.owner] = left
        else:
            self._waiting_of.pop(call.owner, None)
