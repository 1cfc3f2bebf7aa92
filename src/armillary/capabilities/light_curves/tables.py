"""Light curves."""

from datetime import datetime
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Json, Key, WorkspaceRow

CurveState = Literal["new", "searching", "ready", "failed"]


class StoredCurve(Base, WorkspaceRow):
    """The files of one star's light curve, what was asked of it last, and what came of that.

    ``files`` are ``{key, name, size_bytes, star}``; ``summary`` is what lists show of the finding,
    whose whole lies in the storage at ``result_key``.
    """

    __tablename__ = "light_curves"

    id: Mapped[Key] = mapped_column(primary_key=True)
    name: Mapped[str]
    state: Mapped[CurveState] = mapped_column(sa.String(16))
    files: Mapped[list[Any]]
    asked: Mapped[dict[str, Any] | None] = mapped_column(Json)
    summary: Mapped[dict[str, Any] | None] = mapped_column(Json)
    result_key: Mapped[str | None]
    job_id: Mapped[str | None] = mapped_column(index=True)
    error: Mapped[str | None]
    created_by: Mapped[str]
    created_at: Mapped[datetime]
