"""Trained models."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Json, Key, WorkspaceRow


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
    metrics: Mapped[dict[str, Any]]
    params: Mapped[dict[str, Any]]
    dataset_id: Mapped[str | None]
    job_id: Mapped[str | None] = mapped_column(index=True)
    prefix: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(sa.BigInteger)
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    version: Mapped[int]
