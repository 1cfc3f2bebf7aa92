"""Jobs over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from armillary import realtime
from armillary.base.access import Actor, require
from armillary.base.http import Reading, Work
from armillary.jobs import logs, service
from armillary.jobs.schemas import (
    ControlRequest,
    JobAnswer,
    JobsPage,
    LogPage,
    NumberedJobAnswer,
)
from armillary.jobs.states import JobState
from armillary.jobs.wire import to_wire

router = APIRouter(prefix="/api/jobs", tags=["jobs"])

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("", response_model=JobsPage)
def list_jobs(
    actor: Viewer,
    session: Reading,
    state: Annotated[list[JobState] | None, Query()] = None,
    kind: str | None = None,
    limit: Annotated[int, Query(ge=1, le=service.MAX_PAGE)] = 50,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Give the workspace's jobs, newest first."""
    page = service.list_jobs(
        actor, session, states=state or (), kind=kind, limit=limit, cursor=cursor
    )
    jobs = [to_wire(job) for job in page.jobs]
    return {"jobs": jobs, "total": page.total, "next_cursor": page.next_cursor}


@router.get("/{job_id}", response_model=NumberedJobAnswer)
def get_job(job_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give one job, with the number to follow its events after."""
    number = realtime.last_number(session, f"job:{job_id}")
    return {"job": to_wire(service.get(actor, session, job_id)), "last_number": number}


@router.get("/{job_id}/log", response_model=LogPage)
def read_log(
    job_id: str,
    actor: Viewer,
    session: Reading,
    after: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=5000)] = 500,
) -> dict[str, Any]:
    """Give lines of a job's log after an event's number, oldest first."""
    lines, last = logs.read_lines(session, service.get(actor, session, job_id), after, limit)
    return {"lines": lines, "last_number": last}


@router.post("/{job_id}/cancel", response_model=JobAnswer)
def cancel_job(job_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Stop a job; a running one keeps the best it has."""
    return {"job": to_wire(service.cancel(actor, session, job_id))}


@router.post("/{job_id}/pause", response_model=JobAnswer)
def pause_job(job_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Let a job stand still at its last state, holding no place; 409 where it cannot."""
    return {"job": to_wire(service.pause(actor, session, job_id))}


@router.post("/{job_id}/resume", response_model=JobAnswer)
def resume_job(job_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Let a paused job go on where it stood."""
    return {"job": to_wire(service.resume(actor, session, job_id))}


@router.post("/{job_id}/retry", response_model=JobAnswer)
def retry_job(job_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Queue a failed, cancelled or lost job again."""
    return {"job": to_wire(service.retry(actor, session, job_id))}


@router.post("/{job_id}/control", response_model=JobAnswer)
def control_job(
    job_id: str, control: ControlRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Tell a running job something: pause, resume, checkpoint, or what its kind understands."""
    return {"job": to_wire(service.send_control(actor, session, job_id, control.model_dump()))}
