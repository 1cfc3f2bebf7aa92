"""The fence: a claim that is no longer the present one writes nothing."""

from sqlalchemy.orm import Session

from armillary.jobs import moves
from armillary.jobs.states import CLAIMED
from armillary.jobs.tables import Job


class Superseded(BaseException):
    """The job was taken from this process, which has to end.

    Not an `Exception`, so that no kind's own handling of errors takes it for one of its own.
    """


def hold(session: Session, job_id: str, claim_number: int) -> Job:
    """Give the job and keep it until the transaction ends; raises `Superseded` where it is lost."""
    job = moves.lock(session, job_id)
    if job is None or job.claim_number != claim_number or job.state not in CLAIMED:
        raise Superseded(f"{job_id} is no longer held by claim {claim_number}")
    return job
