"""How a running training fares: the time of a step, the memory, and what the algorithm tells."""

import os
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import psutil

from armillary import realtime
from armillary.jobs.contract import JobContext

KEY = "vitals"
INTERVAL_S = 1.0
# Long enough to even out single steps, short enough to follow a change.
_WINDOW_S = 5.0


@dataclass
class Vitals:
    """Tells about once a second what is newest; nothing of it is kept for later.

    It is a latest value of the job's topic: ``{step, seconds_per_step, memory_bytes}``, and what
    the algorithm tells besides (``learning_rate``, ``gradient_norm``).
    """

    job: JobContext
    clock: Callable[[], float] = time.monotonic
    _seen: deque[tuple[float, int]] = field(default_factory=deque)
    _told: Mapping[str, float] = field(default_factory=dict)
    _next: float = 0.0

    def see(self, step: int, told: Mapping[str, float]) -> None:
        """Take note of a step that is done."""
        now = self.clock()
        self._told = told
        if not self._seen or step != self._seen[-1][1]:
            self._seen.append((now, step))
        while len(self._seen) > 2 and now - self._seen[1][0] > _WINDOW_S:
            self._seen.popleft()

    def hand_on(self) -> None:
        """Have the newest values told, where it is time to; training does not wait for it."""
        now = self.clock()
        if now < self._next or not self._seen:
            return
        self._next = now + INTERVAL_S
        value = self.measure()
        topic, workspace = f"job:{self.job.id}", self.job.workspace_id
        self.job.write_soon(
            lambda session: realtime.set_latest(session, topic, KEY, value, workspace_id=workspace)
        )

    def measure(self) -> dict[str, float | int | None]:
        """Give what is told."""
        (begun, first), (now, last) = self._seen[0], self._seen[-1]
        steps = last - first
        return {
            "step": last,
            "seconds_per_step": (now - begun) / steps if steps > 0 else None,
            "memory_bytes": psutil.Process(os.getpid()).memory_info().rss,
            **self._told,
        }
