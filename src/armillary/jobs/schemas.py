"""Jobs on the wire."""

from typing import Any

from pydantic import BaseModel

from armillary.jobs.contract import Lane, LogLevel
from armillary.jobs.states import JobState


class JobError(BaseModel):
    """Why a job failed."""

    code: str
    message: str


class Subject(BaseModel):
    """What a job is about."""

    kind: str
    id: str


class NeedsOut(BaseModel):
    """What a job wants of a machine; a GPU that is only wished is used where one is free."""

    threads: int
    memory_bytes: int
    gpus: int
    gpu_memory_bytes: int
    spare_threads: int = 0
    gpu_wished: bool = False
    lane: Lane = "main"


class GrantedOut(BaseModel):
    """What a running job was given; ``gpus`` are numbers of graphics processors."""

    threads: int
    memory_bytes: int
    gpus: list[int]
    gpu_memory_bytes: int = 0


class JobOut(BaseModel):
    """One job. Params or a result over 4 kB are given as ``{omitted: true, size_bytes}``."""

    id: str
    workspace_id: str
    kind: str
    title: str
    state: JobState
    priority: int
    progress: float | None
    step: int | None
    total_steps: int | None
    unit: str | None
    message: str | None
    eta_s: float | None
    params: dict[str, Any]
    result: dict[str, Any] | None
    error: JobError | None
    needs: NeedsOut
    granted: GrantedOut | None
    attempt: int
    max_attempts: int
    parent_id: str | None
    depends_on: list[str]
    subject: Subject | None
    created_by: str | None
    created_at: str
    started_at: str | None
    finished_at: str | None
    version: int


class JobAnswer(BaseModel):
    """One job."""

    job: JobOut


class NumberedJobAnswer(JobAnswer):
    """One job, and the number of the newest event of its topic that is certainly in it."""

    last_number: int


class JobsPage(BaseModel):
    """A page of jobs, newest first."""

    jobs: list[JobOut]
    total: int
    next_cursor: str | None


class LogLineOut(BaseModel):
    """One line of a job's log."""

    time: str
    level: LogLevel
    text: str


class LogPage(BaseModel):
    """Lines of a job's log, and the number to ask for more after."""

    lines: list[LogLineOut]
    last_number: int


class ControlRequest(BaseModel):
    """Something to tell a running job; further keys depend on the type."""

    model_config = {"extra": "allow"}

    type: str
