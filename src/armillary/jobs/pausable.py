"""Whether a job can stand still, and whether it can by itself."""

from armillary.jobs.contract import EndsAtOnce, Pausable, PausedWithParent
from armillary.jobs.kinds import JobKinds
from armillary.jobs.tables import Job


def why_not_pausable(kinds: JobKinds, job: Job) -> str | None:
    """Say why a job cannot be paused, whatever its state; None where it can."""
    kind = kinds.get(job.kind)
    able: object = kind
    if kind is None or not isinstance(able, Pausable):
        return (
            "A job of this kind cannot be paused: it would have to begin anew. "
            "Let it go on, or stop it and start it again later."
        )
    return able.why_not_pausable(kind.params.model_validate(job.params))


def why_not_alone(kinds: JobKinds, job: Job) -> str | None:
    """Say why a job stands still, and goes on, only with the one that began it."""
    kind: object = kinds.get(job.kind)
    if job.parent_id is None or not isinstance(kind, PausedWithParent):
        return None
    return kind.why_not_alone


def keeps_something(kinds: JobKinds, job: Job) -> bool:
    """Whether a job that no worker holds would keep something if it went on for a moment."""
    kind: object = kinds.get(job.kind)
    has_come_somewhere = job.checkpoint_key is not None and job.state in {"paused", "queued"}
    return has_come_somewhere and isinstance(kind, Pausable) and not isinstance(kind, EndsAtOnce)
