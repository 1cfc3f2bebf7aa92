"""Recording the curves of a running training, a few times a second, never once per step."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.values import finite, utc_now
from armillary.capabilities.training import points
from armillary.capabilities.training.curves import History, Logged
from armillary.jobs.contract import JobContext

INTERVAL_S = 0.1
# So many are remembered, and need not be read back to be told whole at the end.
FEW = 2_000


@dataclass
class _Batch:
    """Points that are handed on; more are added until somebody begins to write them."""

    run: str
    workspace_id: str
    points: list[Logged]
    lock: Lock = field(default_factory=Lock)
    is_begun: bool = False

    def write(self, session: Session) -> None:
        """Write them; again, where the transaction before was undone."""
        with self.lock:
            self.is_begun = True
        points.store(session, self.run, self.workspace_id, self.points)

    def takes(self, more: list[Logged]) -> bool:
        """Add points, unless it is too late; gives whether they were added."""
        with self.lock:
            if not self.is_begun:
                self.points += more
            return not self.is_begun


@dataclass
class Recorder:
    """Collects points and has them written in batches, each with its event in one transaction."""

    job: JobContext
    clock: Callable[[], float] = time.monotonic
    _pending: list[Logged] = field(default_factory=list)
    _handed: _Batch | None = None
    _next: float = 0.0
    _count: int = 0
    _all: list[Logged] = field(default_factory=list)

    @property
    def has_few(self) -> bool:
        """Whether all points there are of the run are remembered here."""
        is_first = self.job.checkpoint is None and self.job.claim_number == 1
        return is_first and self._count <= FEW

    @property
    def is_due(self) -> bool:
        """Whether it is time to show something."""
        return self.clock() >= self._next

    def add(self, step: int, metrics: Mapping[str, float]) -> None:
        """Take the points of one step."""
        now = utc_now()
        self._count += len(metrics)
        new = [Logged(name, step, value, now) for name, value in metrics.items()]
        self._pending += new
        if self.has_few:
            self._all += new

    def hand_on(self) -> None:
        """Have what was collected written; training does not wait for it."""
        self._next = self.clock() + INTERVAL_S
        if not self._pending:
            return
        batch, self._pending = self._pending, []
        if self._handed is None or not self._handed.takes(batch):
            self._handed = _Batch(self.job.id, self.job.workspace_id, batch)
            self.job.write_soon(self._handed.write)

    def flush(self) -> None:
        """Write what was collected, and what was handed on, now."""
        self.hand_on()
        with self.job.write():
            pass

    def to_wire(self) -> dict[str, Any]:
        """Give the curves of few points as arrays, as they are told when a run has ended."""
        return History((one.name, one.step, finite(one.value)) for one in self._all).to_wire()
