"""The job of one session of the playground."""

from typing import Any

from sqlalchemy.orm import Session

from armillary.capabilities import datasets
from armillary.capabilities.astronomy.running import SessionRun
from armillary.capabilities.astronomy.sessions import SESSION, SessionParams
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun


class RunSession(SingleJobKind):
    """Trains or loads a model, and answers what it says of every test row."""

    id = SESSION
    params = SessionParams
    preload = ("numpy", "pyarrow.parquet", "pandas", "sklearn.ensemble", "lightgbm")

    def title(self, params: Any) -> str:
        """Say what is learned from what."""
        return str(params.title)

    def needs(self, params: Any) -> Needs:
        """Take memory for the table, the model and its answers."""
        return Needs(memory_bytes=1 << 30)

    def run_one(self, job: JobContext) -> SingleRun:
        """Go on with the session."""
        return SessionRun(job).run()

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let no dataset wait for a session that has ended without making it."""
        datasets.give_up_derived(session, job_id, state, error)


kind = RunSession()
