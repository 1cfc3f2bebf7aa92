"""Changing models and names so that everybody who looks at them hears of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.base.values import changed, to_iso
from armillary.capabilities.models import events
from armillary.capabilities.models.registry.references import find_name, versions_of
from armillary.capabilities.models.registry.tables import ModelName
from armillary.capabilities.models.tables import StoredModel
from armillary.capabilities.models.wire import to_wire


@contextmanager
def changing(session: Session, row: StoredModel) -> Iterator[None]:
    """Announce whatever the block changes in a model; nothing where it changes nothing."""
    before = to_wire(row)
    yield
    changes = changed(before, to_wire(row))
    if not changes:
        return
    row.version += 1
    # At once: of two versions one leaves production before the other comes there.
    session.flush()
    events.updated(session, row.workspace_id, row.id, row.version, changes)


def lock_name(actor: Actor, session: Session, name: str, seen: int | None = None) -> ModelName:
    """Give a name that nobody else changes until the end of this unit of work.

    Raises `NotFound`, and `Conflict` where it is not as it was ``seen`` any more.
    """
    found = find_name(actor, session, name)
    if found is None:
        raise NotFound(f"There is no model registered as {name!r}.", code="name_not_found")
    session.refresh(found, with_for_update=True)
    if seen is not None and seen != found.version:
        raise Conflict(
            f"Somebody else changed {name!r} meanwhile (it is at {found.version}, you saw {seen}). "
            "Look at its versions again, then decide.",
            code="changed_meanwhile",
            details={"version": found.version},
        )
    return found


def name_changed(session: Session, name: ModelName) -> None:
    """Count a change of a name and announce it as it now is."""
    name.version += 1
    session.flush()
    events.name_updated(session, name.workspace_id, name_to_wire(session, name))


def name_to_wire(session: Session, name: ModelName) -> dict[str, Any]:
    """Give a name as JSON, with which of its versions stands where."""
    versions = versions_of(session, name)
    numbers = {row.id: row.number for row in versions}
    return {
        "id": name.id,
        "name": name.name,
        "description": name.description,
        "versions": len(versions),
        "last_number": name.last_number,
        "latest": _brief(versions[0]) if versions else None,
        "production": next((_brief(row) for row in versions if row.stage == "production"), None),
        "staging": [_brief(row) for row in versions if row.stage == "staging"][:10],
        "aliases": [
            {"alias": alias, "model_id": model_id, "number": numbers.get(model_id)}
            for alias, model_id in sorted(name.aliases.items())
        ],
        "created_by": name.created_by,
        "created_at": to_iso(name.created_at),
        "version": name.version,
    }


def _brief(row: StoredModel) -> dict[str, Any]:
    return {"model_id": row.id, "number": row.number}
