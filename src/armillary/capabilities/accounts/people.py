"""People as others may know them."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from armillary.base.errors import Conflict, Invalid
from armillary.base.ids import new_id
from armillary.capabilities.accounts.tables import User

_ADDRESS = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)*")
_LONGEST_ADDRESS = 254


@dataclass(frozen=True)
class Person:
    """One registered person."""

    id: str
    name: str
    email: str

    def to_wire(self) -> dict[str, Any]:
        """Give the person as JSON."""
        return {"id": self.id, "name": self.name, "email": self.email}


def same_email(email: str) -> str:
    """Write an address in the one form that is stored; raises `Invalid` where it is none."""
    tidy = unicodedata.normalize("NFKC", email).strip().casefold()
    if len(tidy) > _LONGEST_ADDRESS or not _ADDRESS.fullmatch(tidy):
        message = f"An e-mail address looks like name@example.org; got {email[:80]!r}."
        raise Invalid(message, errors=[{"loc": ["body", "email"], "msg": message}])
    return tidy


def add_person(
    session: Session, email: str, name: str, password_hash: str, now: datetime
) -> Person:
    """Store a new person; raises `Conflict` where the address is taken."""
    user = User(
        id=new_id("user"),
        email=email,
        name=name.strip() or email.partition("@")[0],
        password_hash=password_hash,
        created_at=now,
    )
    session.add(user)
    try:
        session.flush()
    except IntegrityError as error:
        raise Conflict(
            "There is an account with this e-mail address; sign in instead.", code="email_taken"
        ) from error
    return Person(user.id, user.name, user.email)


def has_anyone(session: Session) -> bool:
    """Whether anybody has registered yet; nobody else can while this unit of work is open."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("lock table users in share row exclusive mode"))
    return session.scalar(sa.select(User.id).limit(1)) is not None


def find_by_email(session: Session, email: str) -> tuple[Person, str] | None:
    """Find a person and their password hash."""
    user = session.scalar(sa.select(User).where(User.email == email))
    return None if user is None else (Person(user.id, user.name, user.email), user.password_hash)


def find_person(session: Session, user_id: str) -> tuple[Person, str] | None:
    """Find a person and their password hash by id."""
    user = session.get(User, user_id)
    return None if user is None else (Person(user.id, user.name, user.email), user.password_hash)


def set_password_hash(session: Session, user_id: str, password_hash: str) -> None:
    """Store a new password hash."""
    session.execute(sa.update(User).where(User.id == user_id).values(password_hash=password_hash))


def list_people(session: Session, user_ids: Iterable[str]) -> dict[str, Person]:
    """Give the people of these ids that exist, by id."""
    rows = session.scalars(sa.select(User).where(User.id.in_(list(user_ids))))
    return {row.id: Person(row.id, row.name, row.email) for row in rows}
