"""Trained models."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Json, Key, WorkspaceRow

ExplanationState = Literal["computing", "ready", "failed"]


class StoredModel(Base, WorkspaceRow):
    """What training left: where its bundle lies, and all that people see of it."""

    __tablename__ = "models"

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
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    version: Mapped[int]


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
