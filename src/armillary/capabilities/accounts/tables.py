"""People, their sign-ins and their keys; none of these belongs to one workspace."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key

_PERSON = "users.id"


class User(Base):
    """One person; belongs to no workspace, since a person may be in many."""

    __tablename__ = "users"

    id: Mapped[Key] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    password_hash: Mapped[str]
    created_at: Mapped[datetime]


class SignIn(Base):
    """One browser or program that a person signed in with; belongs to no workspace.

    All refresh tokens of a sign-in are one family: a replayed one ends the whole of it.
    """

    __tablename__ = "sign_ins"

    id: Mapped[Key] = mapped_column(primary_key=True)
    user_id: Mapped[Key] = mapped_column(sa.ForeignKey(_PERSON, ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class RefreshToken(Base):
    """One refresh token, good for a single use; only its hash is kept; in no workspace."""

    __tablename__ = "refresh_tokens"

    token_hash: Mapped[Key] = mapped_column(primary_key=True)
    sign_in_id: Mapped[Key] = mapped_column(
        sa.ForeignKey("sign_ins.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class ApiKey(Base):
    """One key of a person's programs; only its hash is kept; belongs to no workspace."""

    __tablename__ = "api_keys"

    id: Mapped[Key] = mapped_column(primary_key=True)
    user_id: Mapped[Key] = mapped_column(sa.ForeignKey(_PERSON, ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    hint: Mapped[str] = mapped_column(sa.String(16))
    key_hash: Mapped[Key] = mapped_column(unique=True)
    scope: Mapped[str] = mapped_column(sa.String(16))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    last_used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
