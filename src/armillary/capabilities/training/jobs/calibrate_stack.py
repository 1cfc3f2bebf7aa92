"""The job that calibrates a stack of a search."""

from typing import Any

from armillary.capabilities.training import stacks
from armillary.capabilities.training.stacks import StackParams
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun


class CalibrateStackKind(SingleJobKind):
    """Makes the probabilities of a stack say how often they come true; leaves a model."""

    id = stacks.CALIBRATE
    params = StackParams
    preload = ("numpy", "pyarrow.parquet", "pandas", "scipy.stats", "sklearn.ensemble")

    def title(self, params: Any) -> str:
        """Say what is calibrated."""
        return f"Calibrate: {params.name}"

    def needs(self, params: Any) -> Needs:
        """Ask for one thread: it is done in seconds."""
        return Needs(threads=1)

    def run_one(self, job: JobContext) -> SingleRun:
        """Calibrate."""
        return stacks.run(job)


kind = CalibrateStackKind()
