"""Names of models, what people write about them, and who moved what."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow

What = Literal["registered", "withdrawn", "stage", "alias", "archived", "restored", "deleted"]


class ModelName(Base, WorkspaceRow):
    """A name under which models follow each other as numbered versions."""

    __tablename__ = "model_names"
    __table_args__ = (sa.UniqueConstraint("workspace_id", "name", name="uq_model_names_name"),)

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    description: Mapped[str]
    last_number: Mapped[int]
    """The highest number given; it is given once, also where its version is gone."""
    aliases: Mapped[dict[str, Any]]
    """The id of the model that each alias means."""
    created_by: Mapped[str]
    created_at: Mapped[datetime]
    version: Mapped[int]


class ModelCard(Base, WorkspaceRow):
    """What people wrote into the card of a model, by section."""

    __tablename__ = "model_cards"

    model_id: Mapped[Key] = mapped_column(primary_key=True)
    sections: Mapped[dict[str, Any]]
    version: Mapped[int]
    updated_by: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]


class ModelMove(Base, WorkspaceRow):
    """Something that was decided about a model, by whom and when."""

    __tablename__ = "model_moves"

    id: Mapped[Key] = mapped_column(primary_key=True)
    model_id: Mapped[Key] = mapped_column(index=True)
    registered_name: Mapped[str | None] = mapped_column(sa.String(100), index=True)
    number: Mapped[int | None]
    what: Mapped[What] = mapped_column(sa.String(16))
    before: Mapped[str | None]
    after: Mapped[str | None]
    note: Mapped[str | None]
    by: Mapped[dict[str, Any]]
    at: Mapped[datetime]
