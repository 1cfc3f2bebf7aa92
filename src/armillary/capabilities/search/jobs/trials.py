"""The job that tries: one trial of a search after another."""

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities.search import board, clock
from armillary.capabilities.search.lane import Lane
from armillary.capabilities.search.schemas import LaneParams
from armillary.capabilities.search.service import TRIALS
from armillary.jobs import Job
from armillary.jobs.contract import JobContext, JobNews, JobRow, Needs, SingleJobKind, SingleRun


class TrialsKind(SingleJobKind):
    """Runs trials until the search is over."""

    id = TRIALS
    params = LaneParams
    why_not_alone = (
        "What computes the trials of a search stands still, and goes on, with it. "
        "Pause or resume the search."
    )
    # A trial in the middle is no use to anybody.
    ends_at_once: Literal[True] = True
    preload: Sequence[str] = (
        "numpy",
        "pyarrow.parquet",
        "pandas",
        "sklearn.ensemble",
        "sklearn.linear_model",
        "sklearn.metrics",
        "sklearn.neighbors",
        "sklearn.svm",
        "lightgbm",
        "optuna",
    )
    # It is ended, and tried again, where a fit cannot be stopped in time.
    max_attempts = 5

    def title(self, params: Any) -> str:
        """Say what it tries for."""
        return f"Trials {params.lane + 1}: {params.name}"

    def needs(self, params: Any) -> Needs:
        """Ask for one thread: several jobs try side by side."""
        return Needs(threads=1)

    def why_not_pausable(self, params: Any) -> str | None:
        """Let it be paused at every look: a trial in the middle begins anew, or from its rung."""
        return None

    def heard(self, session: Session, job_id: str, news: JobNews, actor: Actor | None) -> None:
        """Let the clock of its search stand once nobody tries any more."""
        if news == "paused":
            clock.stop_if_paused(session, _search_of(session, job_id))

    def moved(self, session: Session, job: JobRow) -> None:
        """Let the clock of its search stand while nobody has a place to try in."""
        if job.state == "queued":
            clock.stop_if_without_place(session, _search_of(session, job.id))

    def run_one(self, job: JobContext) -> SingleRun:
        """Try."""
        return Lane(job).run()

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no trial seem to run whose job has ended."""
        board.cut(session, board.unfinished_of(session, job_id))
        search_id = _search_of(session, job_id)
        board.touch(session, search_id)
        clock.stop_if_paused(session, search_id)


def _search_of(session: Session, job_id: str) -> str:
    return str(session.get_one(Job, job_id).params["search_id"])


kind = TrialsKind()
