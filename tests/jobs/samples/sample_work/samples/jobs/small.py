"""A resident kind whose process leaves where it has grown or something went wrong."""

import os
from typing import Any

from pydantic import BaseModel

from armillary.base.errors import BadRequest
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun


class SmallParams(BaseModel):
    """What to do."""

    keep_bytes: int = 0
    is_bad: bool = False


class SmallKind(SingleJobKind):
    """Says which process it is."""

    id = "test.small"
    params = SmallParams
    resident = True
    stays_below_bytes = 32 * 1024 * 1024

    def __init__(self) -> None:
        self._kept: list[bytearray] = []

    def needs(self, params: Any) -> Needs:
        """Want little."""
        return Needs(memory_bytes=1024)

    def run_one(self, job: JobContext) -> SingleRun:
        """Keep what is to be kept."""
        yield from ()
        if job.params.is_bad:
            raise BadRequest("Not this one.")
        self._kept.append(bytearray(os.urandom(1) * job.params.keep_bytes))
        return {"pid": os.getpid()}


kind = SmallKind()
