"""Takes memory, or hangs in one long step, or starts a process of its own."""

import subprocess
import sys
import time
from typing import Any, Literal

from pydantic import BaseModel

from armillary.jobs.contract import JobContext, Needs, Progress, SingleJobKind, SingleRun


class HogParams(BaseModel):
    """What to do wrong."""

    what: Literal["memory", "hang", "ignore", "orphan"]
    trace: str | None = None
    needs: dict[str, int] = {}


class HogKind(SingleJobKind):
    """Behaves badly."""

    id = "test.hog"
    params = HogParams
    max_attempts = 1

    def needs(self, params: Any) -> Needs:
        return Needs(**{"memory_bytes": 1024, **params.needs})

    def run_one(self, job: JobContext) -> SingleRun:
        yield Progress(message="begun")
        if job.params.what == "memory":
            taken = bytearray(300 * 1024 * 1024)
            taken[::4096] = b"x" * len(taken[::4096])
        if job.params.what == "orphan":
            command = [sys.executable, "-c", "import time; time.sleep(600)", job.params.trace]
            subprocess.Popen(command)
            yield Progress(message="orphaned")
        while True:
            try:
                time.sleep(600 if job.params.what == "hang" else 0.02)
                yield Progress()
            except GeneratorExit:
                if job.params.what != "ignore":
                    raise


kind = HogKind()
