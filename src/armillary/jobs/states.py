"""The states of a job, and the only ways from one to another."""

from typing import Literal, get_args

from armillary.base.errors import Conflict

JobState = Literal[
    "queued",
    "running",
    "pausing",
    "paused",
    "waiting",
    "cancelling",
    "succeeded",
    "failed",
    "cancelled",
    "lost",
]
STATES: tuple[JobState, ...] = get_args(JobState)

CLAIMED: frozenset[JobState] = frozenset({"running", "pausing", "cancelling"})
"""States in which a worker holds the job."""

FINISHED: frozenset[JobState] = frozenset({"succeeded", "failed", "cancelled", "lost"})
"""States in which nothing more happens, unless somebody retries."""

UNFINISHED: frozenset[JobState] = frozenset(STATES) - FINISHED

RETRIED: frozenset[JobState] = frozenset({"failed", "cancelled", "lost"})
"""States from which a job may be tried again."""

MOVES: dict[JobState, frozenset[JobState]] = {
    # failed: a job it depends on did not succeed; lost: the command that reserved it is gone.
    "queued": frozenset({"running", "paused", "cancelled", "failed", "lost"}),
    # queued again: its process died or its worker was stopped.
    "running": frozenset(
        {"queued", "pausing", "waiting", "cancelling", "succeeded", "failed", "cancelled", "lost"}
    ),
    # running again: somebody resumed it before it had saved its state.
    "pausing": frozenset(
        {"running", "paused", "cancelling", "succeeded", "failed", "cancelled", "lost"}
    ),
    # waiting again: it was paused while it waited for jobs that it has begun.
    "paused": frozenset({"queued", "waiting", "cancelled"}),
    "waiting": frozenset({"queued", "paused", "cancelled"}),
    # It may have ended well or badly before it heard of the cancel.
    "cancelling": frozenset({"succeeded", "failed", "cancelled"}),
    "succeeded": frozenset(),
    "failed": frozenset({"queued"}),
    "cancelled": frozenset({"queued"}),
    "lost": frozenset({"queued"}),
}


def check_move(before: JobState, after: JobState) -> None:
    """Raise `Conflict` where a job may not go from one state to the other."""
    if after not in MOVES[before]:
        allowed = ", ".join(sorted(MOVES[before])) or "nothing else"
        raise Conflict(f"A {before} job can become {allowed}; it cannot become {after}.")
