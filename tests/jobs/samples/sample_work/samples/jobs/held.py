"""Goes on until a file is there, in the lane that it is given, and tells how nice it is."""

import os
import time
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from armillary.jobs.contract import JobContext, Lane, Needs, Progress, SingleJobKind, SingleRun


class HeldParams(BaseModel):
    """The file that ends it, if any, and what it wants."""

    until: str | None = None
    lane: Lane = "main"
    threads: int = 1


class HeldKind(SingleJobKind):
    """Is held up."""

    id = "test.held"
    params = HeldParams

    def needs(self, params: Any) -> Needs:
        """Want the threads and the lane that it is given."""
        return Needs(params.threads, memory_bytes=1024, lane=params.lane)

    def run_one(self, job: JobContext) -> SingleRun:
        """Wait for the file."""
        while job.params.until is not None and not Path(job.params.until).exists():
            time.sleep(0.01)
            yield Progress(message="held")
        return {"niceness": os.getpriority(os.PRIO_PROCESS, 0)}


kind = HeldKind()
