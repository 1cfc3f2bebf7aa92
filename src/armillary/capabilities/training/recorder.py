"""Writing the curves of a running training, a few times a second, never once per step."""

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from armillary.base.values import utc_now
from armillary.capabilities.training import points
from armillary.capabilities.training.curves import Logged
from armillary.jobs.contract import JobContext

INTERVAL_S = 0.1
LONGEST_S = 0.5
# Where commits are slow there are fewer of them, so that training keeps its time.
_SHARE = 50


@dataclass
class Recorder:
    """Collects points and writes them in batches, each batch with its event in one transaction."""

    job: JobContext
    clock: Callable[[], float] = time.monotonic
    _pending: list[Logged] = field(default_factory=list)
    _next: float = 0.0

    @property
    def is_due(self) -> bool:
        """Whether it is time to show something."""
        return self.clock() >= self._next

    def add(self, step: int, metrics: Mapping[str, float]) -> None:
        """Take the points of one step."""
        now = utc_now()
        self._pending += [Logged(name, step, value, now) for name, value in metrics.items()]

    def flush(self) -> None:
        """Write what was collected."""
        begin = self.clock()
        if self._pending:
            with self.job.write() as session:
                points.store(session, self.job.id, self.job.workspace_id, self._pending)
            self._pending.clear()
        end = self.clock()
        self._next = end + min(max(INTERVAL_S, _SHARE * (end - begin)), LONGEST_S)
