"""Names under which models are registered: listed, looked at, described, removed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.capabilities.models import events
from armillary.capabilities.models.registry import history, references, versions
from armillary.capabilities.models.registry.changing import (
    lock_name,
    name_changed,
    name_to_wire,
)
from armillary.capabilities.models.registry.schemas import NameChange
from armillary.capabilities.models.registry.tables import ModelName
from armillary.capabilities.models.wire import to_wire

_MOST = 500


def list_names(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give the registered names of the workspace in alphabetical order."""
    mine = sa.select(ModelName).where(ModelName.workspace_id == actor.workspace_id)
    rows = session.scalars(mine.order_by(ModelName.name).limit(_MOST))
    return [name_to_wire(session, row) for row in rows]


def read(actor: Actor, session: Session, name: str) -> dict[str, Any]:
    """Give a name with its versions, the newest first, and what was decided about them."""
    held = references.find_name(actor, session, name)
    if held is None:
        raise NotFound(f"There is no model registered as {name!r}.", code="name_not_found")
    return {
        "name": name_to_wire(session, held),
        "versions": [to_wire(row) for row in references.versions_of(session, held)],
        "history": history.of_name(session, held.workspace_id, held.name),
    }


def describe(actor: Actor, session: Session, name: str, change: NameChange) -> dict[str, Any]:
    """Say what models of a name are for."""
    actor.require("editor")
    held = lock_name(actor, session, name, change.version)
    held.description = change.description
    name_changed(session, held)
    return name_to_wire(session, held)


def delete(actor: Actor, session: Session, name: str) -> None:
    """Remove a name; its versions stay as models without one.

    Raises `Conflict` where a version is in production or an alias means one.
    """
    actor.require("editor")
    held = lock_name(actor, session, name)
    rows = references.versions_of(session, held)
    used = [f"version {row.number} is in production" for row in rows if row.stage == "production"]
    used += [f"@{alias} means a version" for alias in sorted(held.aliases)]
    if used:
        raise Conflict(
            f"{name!r} is in use: {'; '.join(used[:5])}. Move these away first.", code="in_use"
        )
    for row in rows:
        versions.detach(session, row)
    history.forget_name(session, held.workspace_id, held.name)
    session.delete(held)
    events.name_deleted(session, held.workspace_id, held.name)
