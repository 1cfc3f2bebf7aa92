"""Recording the curves of a running training, a few times a second, never once per step."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from armillary.base.values import utc_now
from armillary.capabilities.training import points
from armillary.capabilities.training.curves import Logged
from armillary.jobs.contract import JobContext

INTERVAL_S = 0.1
# Reading so many takes less than writing them down did.
FEW = 2_000


@dataclass
class Recorder:
    """Collects points and has them written in batches, each with its event in one transaction."""

    job: JobContext
    clock: Callable[[], float] = time.monotonic
    _pending: list[Logged] = field(default_factory=list)
    _next: float = 0.0
    _count: int = 0

    @property
    def has_few(self) -> bool:
        """Whether the curves are so short that reading them back holds nobody up."""
        return self.job.checkpoint is None and self._count <= FEW

    @property
    def is_due(self) -> bool:
        """Whether it is time to show something."""
        return self.clock() >= self._next

    def add(self, step: int, metrics: Mapping[str, float]) -> None:
        """Take the points of one step."""
        now = utc_now()
        self._count += len(metrics)
        self._pending += [Logged(name, step, value, now) for name, value in metrics.items()]

    def hand_on(self) -> None:
        """Have what was collected written; training does not wait for it."""
        self._next = self.clock() + INTERVAL_S
        if not self._pending:
            return
        batch, self._pending = self._pending, []
        run, workspace = self.job.id, self.job.workspace_id
        self.job.write_soon(lambda session: points.store(session, run, workspace, batch))

    def flush(self) -> None:
        """Write what was collected, and what was handed on, now."""
        self.hand_on()
        with self.job.write():
            pass
