"""Presets that a workspace keeps."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow


class TrainPreset(Base, WorkspaceRow):
    """Values of one algorithm that somebody wants to begin from again."""

    __tablename__ = "train_presets"

    id: Mapped[Key] = mapped_column(primary_key=True)
    algorithm_id: Mapped[Key] = mapped_column(index=True)
    name: Mapped[str]
    description: Mapped[str]
    hyperparameters: Mapped[dict[str, Any]]
    # The table of the form that they stood in: dataset_id, name, rows, columns; None where unknown.
    made_for: Mapped[dict[str, Any] | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    version: Mapped[int]
