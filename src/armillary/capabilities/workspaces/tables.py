"""Workspaces, who may do what in them, and invitations."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Json, Key


class Workspace(Base):
    """One room people share; its ``id`` is the workspace that other rows belong to."""

    __tablename__ = "workspaces"

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(sa.String(64))


class WorkspacePermission(Base):
    """The role of one person in one workspace."""

    __tablename__ = "workspace_permissions"
    __table_args__ = (
        sa.UniqueConstraint("workspace_id", "user_id"),
        sa.CheckConstraint("role in ('viewer', 'editor', 'owner')", name="role"),
    )

    id: Mapped[Key] = mapped_column(primary_key=True)
    workspace_id: Mapped[Key] = mapped_column(sa.ForeignKey("workspaces.id", ondelete="CASCADE"))
    user_id: Mapped[Key] = mapped_column(sa.ForeignKey("users.id", ondelete="CASCADE"), index=True)
    role: Mapped[str] = mapped_column(sa.String(16))
    granted_at: Mapped[datetime]
    granted_by: Mapped[str | None] = mapped_column(sa.String(64))


class StateValue(Base):
    """A value that was chosen in a workspace, at a dotted path; see `shared_state`."""

    __tablename__ = "workspace_state"

    workspace_id: Mapped[Key] = mapped_column(
        sa.ForeignKey("workspaces.id", ondelete="CASCADE"), primary_key=True
    )
    path: Mapped[str] = mapped_column(sa.String(200), primary_key=True)
    value: Mapped[Any] = mapped_column(Json, nullable=True)
    is_taken_away: Mapped[bool]
    version: Mapped[int] = mapped_column(sa.BigInteger)
    updated_by: Mapped[str] = mapped_column(sa.String(64))
    updated_at: Mapped[datetime]


class Invite(Base):
    """An invitation that one person may take up; only the hash of its token is kept."""

    __tablename__ = "invites"

    id: Mapped[Key] = mapped_column(primary_key=True)
    workspace_id: Mapped[Key] = mapped_column(
        sa.ForeignKey("workspaces.id", ondelete="CASCADE"), index=True
    )
    email: Mapped[str] = mapped_column(sa.String(254))
    role: Mapped[str] = mapped_column(sa.String(16))
    token_hash: Mapped[Key] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(sa.String(64))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    used_by: Mapped[str | None] = mapped_column(sa.String(64))
