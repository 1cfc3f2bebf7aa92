"""Saved code."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow


class CodeSession(Base, WorkspaceRow):
    """One editor's text and its language."""

    __tablename__ = "code_sessions"

    id: Mapped[Key] = mapped_column(primary_key=True)
    user_id: Mapped[str | None]
    code: Mapped[str]
    language: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
