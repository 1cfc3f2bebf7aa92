"""Job kinds that die as by ``kill -9`` in their first attempt, once, where a file says."""

import os
import signal
from collections.abc import Sequence
from typing import Any

from armillary.jobs.contract import Control, JobContext, Run
from armillary.jobs.kinds import JobKinds


class Dying:
    """A kind that dies at the yield that ``<data folder>/die_at`` names, or at its ``end``."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kind, name)

    def run(self, jobs: Sequence[JobContext]) -> Run:
        """Run as the kind does, until it is time to die."""
        die_at = (jobs[0].settings.data_dir / "die_at").read_text()
        may_die = jobs[0].attempt == 1
        running = self._kind.run(jobs)
        control: Control | None = None
        number = 0
        try:
            while True:
                update = running.send(control)
                number += 1
                if may_die and die_at == str(number):
                    os.kill(os.getpid(), signal.SIGKILL)
                control = yield update
        except StopIteration:
            if may_die and die_at == "end":
                os.kill(os.getpid(), signal.SIGKILL)
        finally:
            running.close()


def dying(kind_id: str) -> Dying:
    """Give a real kind that dies."""
    return Dying(JobKinds.load()[kind_id])
