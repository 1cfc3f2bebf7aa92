"""Experiments, trainings and the points of their curves."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow
from armillary.capabilities.training.presets.tables import TrainPreset
from armillary.capabilities.training.runs.tables import ListedRun

__all__ = [
    "SESSIONS_VIEW",
    "Experiment",
    "ListedRun",
    "MetricPoint",
    "MetricSummary",
    "TrainConfig",
    "TrainPreset",
    "Training",
]


class Experiment(Base, WorkspaceRow):
    """A question asked of one dataset with one algorithm, and the trainings that answer it."""

    __tablename__ = "experiments"

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str]
    description: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    algorithm_id: Mapped[str | None]
    dataset_id: Mapped[str | None]
    status: Mapped[str]
    """``active``, or ``archived``: shown no more, and taking no new runs."""
    version: Mapped[int] = mapped_column(server_default="1", default=1)


class Training(Base, WorkspaceRow):
    """One training session.

    Where ``source`` is ``fit`` its id is that of its job, which knows its state; an ``external``
    run, logged by somebody's own program, has its own ``state``. ``training_history`` is written
    once, at the end, from the points.
    """

    __tablename__ = "trainings"

    id: Mapped[Key] = mapped_column(primary_key=True)
    experiment_id: Mapped[Key | None] = mapped_column(sa.ForeignKey("experiments.id"), index=True)
    source: Mapped[str]
    name: Mapped[str]
    algorithm_id: Mapped[str | None]
    dataset_id: Mapped[str | None] = mapped_column(index=True)
    request: Mapped[dict[str, Any]]
    hyperparameters: Mapped[dict[str, Any]]
    state: Mapped[str | None]
    model_id: Mapped[str | None]
    model_path: Mapped[str | None]
    evaluation_key: Mapped[str | None]
    guard: Mapped[dict[str, Any] | None]
    """What the guard found in the rows that were learned from."""
    metrics: Mapped[dict[str, Any] | None]
    training_history: Mapped[dict[str, Any] | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]


class TimelineEntry(Base, WorkspaceRow):
    """Something that happened to a run; ``person_id`` is None where it came by itself."""

    __tablename__ = "training_timeline"

    id: Mapped[Key] = mapped_column(primary_key=True)
    run: Mapped[Key] = mapped_column(index=True)
    what: Mapped[str] = mapped_column(sa.String(32))
    step: Mapped[int | None] = mapped_column(sa.BigInteger)
    time: Mapped[datetime]
    person_id: Mapped[str | None] = mapped_column(sa.String(64))
    person_name: Mapped[str | None]
    details: Mapped[dict[str, Any]]


class TrainingCheckpoint(Base, WorkspaceRow):
    """A state of a run that was kept, to go on from.

    ``kind`` is ``best``, ``last`` or ``kept`` (by somebody); of the first two a run has one each.
    ``hyperparameters`` are the values in effect then.
    """

    __tablename__ = "training_checkpoints"

    id: Mapped[Key] = mapped_column(primary_key=True)
    run: Mapped[Key] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(sa.String(8))
    name: Mapped[str]
    step: Mapped[int] = mapped_column(sa.BigInteger)
    metrics: Mapped[dict[str, Any]]
    hyperparameters: Mapped[dict[str, Any]]
    storage_key: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    created_by: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime]


class Descent(Base, WorkspaceRow):
    """That a run went on from a checkpoint of another: ``how`` is ``continue`` or ``branch``."""

    __tablename__ = "training_descents"

    run: Mapped[Key] = mapped_column(primary_key=True)
    parent: Mapped[Key] = mapped_column(index=True)
    how: Mapped[str] = mapped_column(sa.String(8))
    checkpoint_id: Mapped[Key]
    step: Mapped[int] = mapped_column(sa.BigInteger)
    changes: Mapped[dict[str, Any]]
    note: Mapped[str | None]


class TrainConfig(Base, WorkspaceRow):
    """A checked choice of algorithm and values, perhaps with the table to train on.

    ``session_id`` is the id that a training started from it will have.
    """

    __tablename__ = "train_configs"

    id: Mapped[Key] = mapped_column(primary_key=True)
    session_id: Mapped[Key] = mapped_column(unique=True)
    request: Mapped[dict[str, Any]]
    hyperparameters: Mapped[dict[str, Any]]
    created_by: Mapped[str]
    created_at: Mapped[datetime]


class MetricPoint(Base):
    """One value of one curve; logged again at the same step, the last one counts."""

    __tablename__ = "metric_points"
    __table_args__ = ({"sqlite_with_rowid": False},)

    run: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[Key] = mapped_column(primary_key=True)
    step: Mapped[int] = mapped_column(sa.BigInteger, primary_key=True, autoincrement=False)
    workspace_id: Mapped[Key]
    value: Mapped[float | None]
    time: Mapped[datetime]


class MetricSummary(Base):
    """The last and the extreme values of one curve."""

    __tablename__ = "metric_summaries"
    # Lists of runs are sorted by them.
    __table_args__ = (
        sa.Index("ix_metric_summaries_last", "workspace_id", "name", "last_value", "run"),
        sa.Index("ix_metric_summaries_best", "workspace_id", "name", "best_value", "run"),
        {"sqlite_with_rowid": False},
    )

    run: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[Key] = mapped_column(primary_key=True)
    workspace_id: Mapped[Key]
    last_step: Mapped[int] = mapped_column(sa.BigInteger)
    last_value: Mapped[float | None]
    minimum: Mapped[float | None]
    maximum: Mapped[float | None]
    best_value: Mapped[float | None]
    """The minimum of a loss or an error, the maximum of anything else."""


SESSIONS_VIEW = """
create view training_sessions as
select
    trainings.id as id,
    trainings.workspace_id as workspace_id,
    trainings.experiment_id as experiment_id,
    trainings.hyperparameters as hyperparameters,
    trainings.training_history as training_history,
    trainings.model_path as model_path,
    case coalesce(jobs.state, trainings.state)
        when 'succeeded' then 'completed'
        when 'failed' then 'failed'
        when 'lost' then 'failed'
        when 'cancelled' then 'stopped'
        when 'running' then 'running'
        when 'pausing' then 'running'
        when 'paused' then 'paused'
        when 'cancelling' then 'running'
        else 'queued'
    end as status,
    coalesce(jobs.started_at, trainings.started_at) as started_at,
    coalesce(jobs.finished_at, trainings.completed_at) as completed_at
from trainings left join jobs on jobs.id = trainings.id
"""
"""The sessions as other programs read them: read-only, the status always that of the job."""


@sa.event.listens_for(Base.metadata, "after_create")
def _create_view(metadata: sa.MetaData, connection: sa.Connection, **_: Any) -> None:
    if "training_sessions" not in sa.inspect(connection).get_view_names():
        connection.execute(sa.text(SESSIONS_VIEW))


@sa.event.listens_for(Base.metadata, "before_drop")
def _drop_view(metadata: sa.MetaData, connection: sa.Connection, **_: Any) -> None:
    connection.execute(sa.text("drop view if exists training_sessions"))
