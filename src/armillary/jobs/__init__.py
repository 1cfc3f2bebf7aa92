"""Everything that computes: jobs, their queue, their workers. Knows no capability."""

from armillary.jobs.holdings import held_claims
from armillary.jobs.kinds import JobKinds
from armillary.jobs.service import (
    Page,
    cancel,
    count_by_state,
    get,
    is_stopping,
    list_jobs,
    mean_run_seconds,
    pause,
    resume,
    retry,
    send_control,
    shall_give_way,
    why_not_pausable,
)
from armillary.jobs.states import CLAIMED, FINISHED, STATES, UNFINISHED, JobState
from armillary.jobs.submit import submit
from armillary.jobs.tables import Job
from armillary.jobs.waiting import wait
from armillary.jobs.wire import to_wire

__all__ = [
    "CLAIMED",
    "FINISHED",
    "STATES",
    "UNFINISHED",
    "Job",
    "JobKinds",
    "JobState",
    "Page",
    "cancel",
    "count_by_state",
    "get",
    "held_claims",
    "is_stopping",
    "list_jobs",
    "mean_run_seconds",
    "pause",
    "resume",
    "retry",
    "send_control",
    "shall_give_way",
    "submit",
    "to_wire",
    "wait",
    "why_not_pausable",
]
