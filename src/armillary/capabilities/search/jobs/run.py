"""The job that searches: it starts those that try, and keeps the best."""

from collections.abc import Sequence
from typing import Any, Literal

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities import training
from armillary.capabilities.search import board, clock, reading
from armillary.capabilities.search.running import SearchRun
from armillary.capabilities.search.schemas import SearchParams
from armillary.capabilities.search.service import RUN
from armillary.capabilities.search.tables import Search
from armillary.jobs.contract import JobContext, JobNews, SingleJobKind, SingleRun


class SearchKind(SingleJobKind):
    """Searches for the best values, and leaves a trained model."""

    id = RUN
    params = SearchParams
    # What it has found stands in its trials.
    ends_at_once: Literal[True] = True
    preload: Sequence[str] = ("numpy", "pyarrow.parquet", "pandas", "sklearn.ensemble", "optuna")

    def title(self, params: Any) -> str:
        """Say what is searched for."""
        return f"Search: {params.name}"

    def why_not_pausable(self, params: Any) -> str | None:
        """Let every search be paused: its trials stand still with it."""
        return None

    def heard(self, session: Session, job_id: str, news: JobNews, actor: Actor | None) -> None:
        """Tell its timeline, and let its clock stand and go on."""
        search = session.get(Search, job_id)
        if search is None:
            return
        if not (news == "cancelling" and search.is_stopping):
            # Whoever has ended its trials is named already.
            training.note_news(session, job_id, news, actor)
        if news == "paused":
            clock.stop_if_paused(session, job_id)
        elif news == "resumed" and search.outcome is not None:
            # Before that it goes from when a trial does.
            clock.go(session, job_id)

    def run_one(self, job: JobContext) -> SingleRun:
        """Search."""
        return SearchRun(job).run()

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no trial seem to wait for what does not come any more."""
        clock.go(session, job_id)
        board.prune_waiting(session, reading.trials_of(session, job_id))
        training.note_end(session, job_id, state, error)


kind = SearchKind()
