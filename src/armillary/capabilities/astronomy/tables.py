"""Mission tables of a workspace, and the sessions that learn from them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow


class MissionTable(Base, WorkspaceRow):
    """One mission's table in one workspace: the datasets that are used now, and where from.

    ``source`` is folder, archive or synthetic, None until there is a table; ``details`` tells of
    the file. ``job_id`` makes the table, or made it last; ``pending`` holds the datasets of one
    that is being made. ``training_id`` is the run whose model is stored for the mission.
    """

    __tablename__ = "mission_tables"

    id: Mapped[Key] = mapped_column(primary_key=True)
    mission: Mapped[str] = mapped_column(sa.String(16))
    job_id: Mapped[Key]
    source: Mapped[str | None] = mapped_column(sa.String(16))
    details: Mapped[dict[str, Any]]
    pending: Mapped[dict[str, Any] | None]
    raw_id: Mapped[Key | None]
    trainval_id: Mapped[Key | None]
    test_id: Mapped[Key | None]
    training_id: Mapped[Key | None]
    error: Mapped[str | None]
    fetched_at: Mapped[datetime | None]


class ExoplanetSession(Base, WorkspaceRow):
    """One session of the playground; its id is that of its job, which knows its state.

    ``asked`` is what was wished, complete and checked. ``uploads`` are the datasets of the files
    that came with it, ``table_id`` the one they were made into, ``training_id`` the run that
    learns from it. ``notes`` are for people; ``read_at`` is when the result was first given out.
    """

    __tablename__ = "exoplanet_sessions"

    id: Mapped[Key] = mapped_column(primary_key=True)
    flow: Mapped[str] = mapped_column(sa.String(16))
    mission: Mapped[str] = mapped_column(sa.String(16))
    asked: Mapped[dict[str, Any]]
    uploads: Mapped[list[str]]
    table_id: Mapped[Key | None]
    training_id: Mapped[Key | None] = mapped_column(index=True)
    source: Mapped[str | None] = mapped_column(sa.String(16))
    notes: Mapped[list[str]]
    result_key: Mapped[str | None]
    read_at: Mapped[datetime | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
