"""Takes long to store what it leaves, or never gets done with it."""

import time
from typing import Literal

from pydantic import BaseModel

from armillary.base.values import to_json
from armillary.jobs.contract import Checkpoint, JobContext, Progress, SingleJobKind, SingleRun


class ClosingParams(BaseModel):
    """What it does while it is closed, and for how long."""

    what: Literal["works", "waits", "spins"]
    seconds: float = 3.0
    at_its_end: bool = False
    saves: bool = False
    comes_back_s: float = 0.0
    stalls: bool = False


class ClosingKind(SingleJobKind):
    """Runs until it is stopped, and then has something to store."""

    id = "test.closing"
    params = ClosingParams
    max_attempts = 1

    def run_one(self, job: JobContext) -> SingleRun:
        if job.checkpoint is not None:
            _work(job.params.comes_back_s)
        try:
            yield Progress(message="begun")
            while not job.params.at_its_end:
                time.sleep(0.02)
                yield Progress()
                if job.params.saves:
                    yield Checkpoint(lambda: _state(job))
                if job.params.stalls and job.checkpoint is not None:
                    yield Progress(message="stalls")
                    _work(600)
        except GeneratorExit:
            _keep(job)
            raise
        yield Progress(message="ends")
        job.closing()
        _keep(job)
        return {"kept": True}


def _keep(job: JobContext) -> None:
    _take_time(job)
    job.finish({"kept": True})


def _state(job: JobContext) -> dict[str, bytes]:
    _take_time(job)
    return {"state": to_json({"kept": True})}


def _take_time(job: JobContext) -> None:
    if job.params.what == "waits":
        time.sleep(600)
    _work(600 if job.params.what == "spins" else job.params.seconds)


def _work(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))


kind = ClosingKind()
