"""The job that trains a model on a table."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.storage import Storage
from armillary.capabilities.training import control, rehearsing
from armillary.capabilities.training.calibrated import CalibratingRun
from armillary.capabilities.training.fitting import TrainingRun
from armillary.capabilities.training.runs import entries
from armillary.capabilities.training.schemas import TrainParams
from armillary.capabilities.training.sessions import STATUS
from armillary.jobs.contract import JobContext, JobNews, JobRow, Needs, SingleJobKind, SingleRun
from armillary.learning.catalogue import get_entry
from armillary.learning.going_on import why_not_resumable


class FitKind(SingleJobKind):
    """Trains, shows the curves while it does, and leaves a model."""

    id = "training.fit"
    params = TrainParams
    # People try one thing after another, and most of what they wait for is a process that is ready.
    resident = True
    stays_below_bytes = 256 * 1024 * 1024
    controls = ("set_param",)
    preload = (
        "numpy",
        "pyarrow.parquet",
        "pandas",
        "sklearn.ensemble",
        "sklearn.linear_model",
        "sklearn.metrics",
        "sklearn.model_selection",
        "sklearn.neighbors",
        "lightgbm",
        "pyarrow.pandas_compat",
        "safetensors.numpy",
        "scipy.stats",
        "threadpoolctl",
        "armillary.learning.warm",
    )

    def title(self, params: Any) -> str:
        """Say what is trained on what."""
        return str(params.name)

    def needs(self, params: Any) -> Needs:
        """Ask for one thread, where nobody knows the table; see `machines.needs_of`."""
        return Needs(threads=1)

    def rehearse(self, actor: Actor, session: Session, storage: Storage) -> Sequence[str]:
        """Submit a training on numbers and one on classes."""
        return rehearsing.submit(actor, session, storage)

    def moved(self, session: Session, job: JobRow) -> None:
        """Have the run be listed with its new state."""
        status = STATUS.get(job.state, "queued")
        entries.move(session, job.id, status, job.started_at, job.finished_at)

    def why_not_pausable(self, params: Any) -> str | None:
        """Say why an algorithm cannot go on from where it stood."""
        reason = why_not_resumable(get_entry(params.algorithm_id))
        return None if reason is None else f"{reason} Let it go on, or stop it."

    def heard(self, session: Session, job_id: str, news: JobNews, actor: Actor | None) -> None:
        """Tell the run's timeline what was done with it."""
        control.note_news(session, job_id, news, actor)

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Tell the run's timeline how it ended."""
        control.note_end(session, job_id, state, error)

    def run_one(self, job: JobContext) -> SingleRun:
        """Train, or calibrate what is trained."""
        is_trained = job.params.calibrates is not None
        return (CalibratingRun if is_trained else TrainingRun)(job).run()


kind = FitKind()
