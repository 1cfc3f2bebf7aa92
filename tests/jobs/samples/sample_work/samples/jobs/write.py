"""Writes rows of its own: in units of work, soon, and in the one that ends the job."""

import time
from functools import partial
from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.jobs.contract import (
    Checkpoint,
    JobContext,
    Needs,
    Progress,
    SingleJobKind,
    SingleRun,
)


class WriteParams(BaseModel):
    """What to write."""

    notes: int = 3
    fails: bool = False
    soon: int = 0
    pause_s: float = 0.0
    fails_at: int | None = None


class WriteKind(SingleJobKind):
    """Writes notes as events of its own."""

    id = "test.write"
    params = WriteParams

    def needs(self, params: Any) -> Needs:
        return Needs(memory_bytes=1024)

    def run_one(self, job: JobContext) -> SingleRun:
        topic = f"job:{job.id}"
        for number in range(job.params.notes):
            with job.write() as session:
                data = {"number": number}
                realtime.append(session, topic, "note", data, workspace_id=job.workspace_id)
            yield Progress(step=number)
        for number in range(job.params.soon):
            job.write_soon(partial(_note, job, number))
            time.sleep(job.params.pause_s)
            yield Checkpoint(dict)

        def last(session: Session) -> None:
            realtime.append(session, topic, "note", {"last": True}, workspace_id=job.workspace_id)
            if job.params.fails:
                raise ValueError("the last note does not fit")

        job.finish({"notes": job.params.notes}, write=last)


def _note(job: JobContext, number: int, session: Session) -> None:
    if number == job.params.fails_at:
        raise ValueError(f"note {number} does not fit")
    data = {"soon": number}
    realtime.append(session, f"job:{job.id}", "note", data, workspace_id=job.workspace_id)


kind = WriteKind()
