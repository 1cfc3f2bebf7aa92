"""Reports of drift; what was found is a file."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow

DriftState = Literal["computing", "ready", "failed"]


class ModelDrift(Base, WorkspaceRow):
    """A table compared with what a model was trained on."""

    __tablename__ = "model_drifts"

    id: Mapped[Key] = mapped_column(primary_key=True)
    model_id: Mapped[Key] = mapped_column(index=True)
    job_id: Mapped[Key] = mapped_column(index=True)
    dataset_id: Mapped[Key]
    """The table of new rows."""
    state: Mapped[DriftState] = mapped_column(sa.String(16))
    asked: Mapped[dict[str, Any]]
    """The model's bundle and both tables as they then were; equal ones give one report."""
    verdict: Mapped[str | None] = mapped_column(sa.String(16))
    file_path: Mapped[str | None]
    error: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
