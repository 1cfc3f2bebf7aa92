"""The job that looks a table over before something is learned from it."""

from typing import Any

from armillary.capabilities.training.guarding.running import run_guard
from armillary.capabilities.training.guarding.schemas import GuardParams
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun


class GuardKind(SingleJobKind):
    """Looks for what would make scores look better than they are; leaves what it found."""

    id = "training.guard"
    params = GuardParams
    preload = ("numpy", "pyarrow.parquet", "pandas")

    def title(self, params: Any) -> str:
        """Say what is looked at."""
        return f"Guard: {params.name}"

    def needs(self, params: Any) -> Needs:
        """Ask for one thread: it is done in seconds."""
        return Needs(threads=1)

    def run_one(self, job: JobContext) -> SingleRun:
        """Look."""
        return run_guard(job)


kind = GuardKind()
