"""What is stored of everything live: topics, their numbered events, their latest values."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, UtcDateTime, WorkspaceRow

TOPIC_LENGTH = 200


class Topic(WorkspaceRow, Base):
    """One stream of events; its row is locked while a transaction numbers them.

    ``last_version`` rises with each latest value as ``last_number`` does with each event. Events up
    to ``compacted_to`` are gone.
    """

    __tablename__ = "topics"

    name: Mapped[str] = mapped_column(sa.String(TOPIC_LENGTH), primary_key=True)
    last_number: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    last_version: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")
    compacted_to: Mapped[int] = mapped_column(sa.BigInteger, default=0, server_default="0")


class StoredEvent(Base):
    """A fact, under its number in the topic.

    ``data`` is JSON as text, so that every reader is sent the same bytes.
    """

    __tablename__ = "events"

    topic: Mapped[str] = mapped_column(sa.String(TOPIC_LENGTH), primary_key=True)
    number: Mapped[int] = mapped_column(
        sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=False
    )
    # Not indexed: events are found by their topic alone, and every write would pay for it.
    workspace_id: Mapped[str] = mapped_column(sa.String(64))
    type: Mapped[str] = mapped_column(sa.String(100))
    data: Mapped[str] = mapped_column(sa.Text)
    time: Mapped[datetime] = mapped_column(UtcDateTime)


class LatestValue(Base):
    """The newest value of one key of a topic, as JSON text; older ones are not kept."""

    __tablename__ = "latest_values"

    topic: Mapped[str] = mapped_column(sa.String(TOPIC_LENGTH), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(TOPIC_LENGTH), primary_key=True)
    workspace_id: Mapped[str] = mapped_column(sa.String(64))
    value: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(sa.BigInteger)
    time: Mapped[datetime] = mapped_column(UtcDateTime)
