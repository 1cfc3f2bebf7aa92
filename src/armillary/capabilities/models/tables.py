"""Trained models."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Json, Key, WorkspaceRow

ExplanationState = Literal["computing", "ready", "failed"]
Stage = Literal["none", "staging", "production", "archived"]
_IN_PRODUCTION = sa.text("stage = 'production'")
_ONE_IN_PRODUCTION = "uq_models_production"


class StoredModel(Base, WorkspaceRow):
    """What training left: where its bundle lies, and all that people see of it."""

    __tablename__ = "models"
    __table_args__ = (
        sa.Index("uq_models_number", "workspace_id", "registered_name", "number", unique=True),
        sa.Index(
            _ONE_IN_PRODUCTION,
            "workspace_id",
            "registered_name",
            unique=True,
            sqlite_where=_IN_PRODUCTION,
        ),
    )

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str]
    algorithm: Mapped[str]
    algorithm_name: Mapped[str]
    task: Mapped[str]
    target: Mapped[str | None]
    features: Mapped[list[Any]]
    classes: Mapped[list[Any] | None] = mapped_column(Json)
    recipe: Mapped[list[Any] | None] = mapped_column(Json)
    first: Mapped[list[Any] | None] = mapped_column(Json)
    targets: Mapped[list[Any] | None] = mapped_column(Json)
    """Of several targets each as ``{name, classes, metrics}``; None where there is one."""
    describes: Mapped[list[Any] | None] = mapped_column(Json)
    calibration: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """How its probabilities are calibrated, ``{method, rows}``; None where they are not."""
    metrics: Mapped[dict[str, Any]]
    params: Mapped[dict[str, Any]]
    dataset_id: Mapped[str | None]
    job_id: Mapped[str | None] = mapped_column(index=True)
    prefix: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    against: Mapped[int] = mapped_column(server_default=sa.text("0"), default=0)
    """How many serious findings of the guard its scores were had against."""
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    version: Mapped[int]
    brought: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """Of a model that was trained elsewhere: the file it came in, and what was found there."""
    judged: Mapped[dict[str, Any] | None] = mapped_column(Json)
    """How it did on rows that somebody gave, the last time that was asked."""

    registered_name: Mapped[str | None] = mapped_column(sa.String(100))
    """The name that it is a version of; see `registry.tables.ModelName`."""
    number: Mapped[int | None]
    stage: Mapped[Stage] = mapped_column(sa.String(16), default="none", server_default="none")
    aliases: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    tags: Mapped[list[str]] = mapped_column(default=list, server_default="[]")
    archived_at: Mapped[datetime | None]
    parent_id: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    """The model that its training went on from."""


class ModelExplanation(Base, WorkspaceRow):
    """Why a model says what it says, found with rows of a table; what was found is a file."""

    __tablename__ = "model_explanations"

    id: Mapped[Key] = mapped_column(primary_key=True)
    model_id: Mapped[Key] = mapped_column(index=True)
    job_id: Mapped[Key] = mapped_column(index=True)
    state: Mapped[ExplanationState] = mapped_column(sa.String(16))
    asked: Mapped[dict[str, Any]]
    """What was asked for: methods, table, rows and seed; equal ones give one explanation."""
    notes: Mapped[list[str]]
    """What is to be known of the rows that the model was explained with."""
    file_path: Mapped[str | None]
    error: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]


@sa.event.listens_for(StoredModel.__table__, "before_create")
def _say_which_rows_to_postgresql(
    table: sa.Table, connection: sa.Connection, **_how: object
) -> None:
    """Not said where the index is named: its dialect would be loaded beside SQLite's."""
    if connection.dialect.name == "postgresql":
        index = next(index for index in table.indexes if index.name == _ONE_IN_PRODUCTION)
        index.dialect_options["postgresql"]["where"] = _IN_PRODUCTION
