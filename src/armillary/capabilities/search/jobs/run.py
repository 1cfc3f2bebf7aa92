"""The job that searches: it starts those that try, and keeps the best."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from armillary.capabilities.search import board, reading
from armillary.capabilities.search.running import SearchRun
from armillary.capabilities.search.schemas import SearchParams
from armillary.capabilities.search.service import RUN
from armillary.jobs.contract import JobContext, SingleJobKind, SingleRun


class SearchKind(SingleJobKind):
    """Searches for the best values, and leaves a trained model."""

    id = RUN
    params = SearchParams
    why_never_paused = (
        "A search cannot be paused: its trials are computed by jobs of their own. Stop it, which "
        "trains and keeps the best so far; a later search of the same table begins with what it "
        "has found."
    )
    preload: Sequence[str] = ("numpy", "pyarrow.parquet", "pandas", "sklearn.ensemble", "optuna")

    def title(self, params: Any) -> str:
        """Say what is searched for."""
        return f"Search: {params.name}"

    def run_one(self, job: JobContext) -> SingleRun:
        """Search."""
        return SearchRun(job).run()

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no trial seem to wait for what does not come any more."""
        board.prune_waiting(session, reading.trials_of(session, job_id))


kind = SearchKind()
