"""Searches and their trials."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow


class Search(Base, WorkspaceRow):
    """One search; its id is that of its job, which knows its state.

    ``space`` is what was wished of it, ``earlier`` what is tried first because it was good before.
    ``started_at`` is when it first had a place to try in. Its clock stands while it is paused and
    while none of its trials has a place: since ``paused_at``, and for ``paused_s`` before that.
    ``deadline`` moves on by as much; ``touched_at`` is when somebody last worked on it. ``guard``
    is what the guard found in the rows that are learned from, ``notes`` are sentences about the
    folds. ``outcome`` is written when the trials are over.
    """

    __tablename__ = "searches"

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str]
    dataset_id: Mapped[str] = mapped_column(index=True)
    target: Mapped[str]
    request: Mapped[dict[str, Any]]
    task: Mapped[str]
    metric: Mapped[str]
    algorithms: Mapped[list[str]]
    space: Mapped[dict[str, Any]]
    earlier: Mapped[list[Any]]
    most_trials: Mapped[int]
    seconds: Mapped[float | None]
    patience: Mapped[int | None]
    seed: Mapped[int] = mapped_column(sa.BigInteger)
    held_to_learned: Mapped[float | None]
    started_at: Mapped[datetime | None]
    deadline: Mapped[datetime | None]
    touched_at: Mapped[datetime | None]
    paused_at: Mapped[datetime | None]
    paused_s: Mapped[float] = mapped_column(server_default="0", default=0.0)
    is_stopping: Mapped[bool]
    guard: Mapped[dict[str, Any] | None]
    notes: Mapped[list[str] | None]
    outcome: Mapped[dict[str, Any] | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]


class Trial(Base):
    """One trial of a search: values, and how they came out on each fold.

    ``state`` is running, paused (waiting on a rung of its rounds), complete, pruned (not worth its
    other folds or rounds), cut (time was over, or somebody stopped it) or failed. ``rung_values``
    are the means on the rungs that it has passed. ``job_id`` is the job that runs it, one after the
    other; ``run_id`` is the training that somebody has started with its values.
    """

    __tablename__ = "search_trials"
    __table_args__ = ({"sqlite_with_rowid": False},)

    search_id: Mapped[Key] = mapped_column(
        sa.ForeignKey("searches.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    workspace_id: Mapped[Key]
    job_id: Mapped[Key] = mapped_column(index=True)
    algorithm_id: Mapped[str]
    params: Mapped[dict[str, Any]]
    origin: Mapped[str]
    state: Mapped[str] = mapped_column(sa.String(16))
    value: Mapped[float | None]
    spread: Mapped[float | None]
    scores: Mapped[list[Any]]
    rung_values: Mapped[list[Any] | None]
    fit_s: Mapped[float | None]
    predict_s: Mapped[float | None]
    error: Mapped[str | None]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    run_id: Mapped[str | None] = mapped_column(sa.String(64))
