"""Writes rows of its own, in units of work and in the one that ends the job."""

from typing import Any

from pydantic import BaseModel
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.jobs.contract import JobContext, Needs, Progress, SingleJobKind, SingleRun


class WriteParams(BaseModel):
    """What to write."""

    notes: int = 3
    fails: bool = False


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

        def last(session: Session) -> None:
            realtime.append(session, topic, "note", {"last": True}, workspace_id=job.workspace_id)
            if job.params.fails:
                raise ValueError("the last note does not fit")

        job.finish({"notes": job.params.notes}, write=last)


kind = WriteKind()
