"""The job that shows what a parameter does on a table."""

from typing import Any

from armillary.capabilities.training.sweeps.running import run_sweep
from armillary.capabilities.training.sweeps.schemas import SweepParams
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun


class SweepKind(SingleJobKind):
    """Tries a few values of one parameter on a sample; leaves numbers and no model."""

    id = "training.sweep"
    params = SweepParams

    def title(self, params: Any) -> str:
        """Say what is looked at."""
        return f"What {params.parameter} does ({params.algorithm_id})"

    def needs(self, params: Any) -> Needs:
        """Ask for one thread: a sample is small."""
        return Needs(threads=1)

    def run_one(self, job: JobContext) -> SingleRun:
        """Try the values."""
        return run_sweep(job)


kind = SweepKind()
