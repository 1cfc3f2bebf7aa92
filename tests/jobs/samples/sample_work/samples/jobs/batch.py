"""A resident kind that runs several jobs at a time and keeps what it has loaded."""

import os
from collections.abc import Sequence
from typing import Any

from pydantic import BaseModel

from armillary.base.errors import BadRequest
from armillary.jobs.contract import Done, Failed, JobContext, Needs, Progress, Run, SingleJobKind


class BatchParams(BaseModel):
    """What to answer."""

    word: str


class BatchKind(SingleJobKind):
    """Answers words in capitals."""

    id = "test.batch"
    params = BatchParams
    batch_limit = 4
    resident = True

    def __init__(self) -> None:
        self._runs = 0

    def needs(self, params: Any) -> Needs:
        return Needs(memory_bytes=1024)

    def run(self, jobs: Sequence[JobContext]) -> Run:
        self._runs += 1
        for job in jobs:
            yield job.id, Progress(0.5)
        for job in jobs:
            if job.params.word == "bad":
                yield job.id, Failed(BadRequest("Not this word."))
            else:
                said = {"word": job.params.word.upper(), "pid": os.getpid()}
                yield job.id, Done({**said, "run": self._runs, "together": len(jobs)})


kind = BatchKind()
