"""Why there is no model of an id: none was ever asked for, it is still being made, or that failed.

Models carry the number of the job that makes them, so that the job tells what became of them.
"""

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.jobs import FINISHED, Job

_MODEL, _JOB = "model_", "job_"


def model_id_of(job_id: str) -> str:
    """Give the id of the model that a job makes."""
    return f"{_MODEL}{job_id.removeprefix(_JOB)}"


def why_missing(actor: Actor, session: Session, model_id: str) -> NotFound:
    """Give the error to raise where the workspace has no model of this id."""
    job = None
    if model_id.startswith(_MODEL):
        job = session.get(Job, f"{_JOB}{model_id.removeprefix(_MODEL)}")
    if job is None or job.workspace_id != actor.workspace_id or job.state == "succeeded":
        return NotFound(
            f"There is no model {model_id!r} in this workspace.", code="model_not_found"
        )
    if job.state not in FINISHED:
        return NotFound(
            f"There is no model {model_id!r} yet: {job.title!r}, which makes it, is {job.state}. "
            f"Ask again once it has ended (/api/jobs/{job.id}).",
            code="model_not_there_yet",
        )
    told = (job.error or {}).get("message") or "it ended before there was one"
    return NotFound(
        f"There is no model {model_id!r}: {job.title!r} ended as {job.state}. {told}",
        code="model_not_made",
        details={"job_id": job.id, "code": (job.error or {}).get("code")},
    )
