"""The job that tries: one trial of a search after another."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from armillary.capabilities.search import board
from armillary.capabilities.search.lane import Lane
from armillary.capabilities.search.schemas import LaneParams
from armillary.capabilities.search.service import TRIALS
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun


class TrialsKind(SingleJobKind):
    """Runs trials until the search is over."""

    id = TRIALS
    params = LaneParams
    why_never_paused = (
        "A job that computes trials of a search cannot be paused: its trial would have to begin "
        "anew. Stop the search, which trains and keeps the best so far."
    )
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

    def run_one(self, job: JobContext) -> SingleRun:
        """Try."""
        return Lane(job).run()

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no trial seem to run whose job has ended."""
        board.cut(session, board.unfinished_of(session, job_id))


kind = TrialsKind()
