"""Rooms and their messages."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key, WorkspaceRow


class ChatRoom(Base, WorkspaceRow):
    """One room people talk in, perhaps about one experiment."""

    __tablename__ = "chat_rooms"

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str]
    experiment_id: Mapped[str | None]
    created_at: Mapped[datetime]


class ChatMessage(Base, WorkspaceRow):
    """One message; ids rise with time, so a page of history is a range of ids."""

    __tablename__ = "chat_messages"

    id: Mapped[Key] = mapped_column(primary_key=True)
    room_id: Mapped[Key] = mapped_column(
        sa.ForeignKey("chat_rooms.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[str | None]
    user_name: Mapped[str]
    content: Mapped[str]
    content_type: Mapped[str]
    formatting: Mapped[dict[str, Any] | None]
    timestamp: Mapped[datetime]
    edited_at: Mapped[datetime | None]
