"""Tags of models, and putting models away and back."""

from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.base.values import utc_now
from armillary.capabilities.models.registry import history, references
from armillary.capabilities.models.registry.changing import changing, lock_name, name_changed
from armillary.capabilities.models.registry.schemas import ArchiveRequest, TagsRequest
from armillary.capabilities.models.tables import Stage, StoredModel
from armillary.capabilities.models.wire import to_wire


def set_tags(actor: Actor, session: Session, reference: str, given: TagsRequest) -> dict[str, Any]:
    """Give a model these tags and no others; gives the model."""
    actor.require("editor")
    row = references.get(actor, session, reference)
    with changing(session, row):
        row.tags = list(dict.fromkeys(given.tags))
    return to_wire(row)


def archive(
    actor: Actor, session: Session, reference: str, given: ArchiveRequest
) -> dict[str, Any]:
    """Put a model away: it is kept and answers, but stands in no list of models to use.

    Raises `Conflict` where it is in production, unless that is forced.
    """
    actor.require("editor")
    row = references.get(actor, session, reference)
    if row.stage == "production" and not given.force:
        raise Conflict(
            f"Version {row.number} of {row.registered_name!r} is in production. Move another one "
            "there first, or archive this one with force.",
            code="in_production",
        )
    if row.archived_at is None:
        _put(actor, session, row, "archived", given.note)
    return to_wire(row)


def restore(actor: Actor, session: Session, reference: str) -> dict[str, Any]:
    """Take a model back from the archive."""
    actor.require("editor")
    row = references.get(actor, session, reference)
    if row.archived_at is not None:
        _put(actor, session, row, "none", None)
    return to_wire(row)


def _put(actor: Actor, session: Session, row: StoredModel, stage: Stage, words: str | None) -> None:
    """Have the stage of a version say the same as its archive."""
    name = row.registered_name and lock_name(actor, session, row.registered_name)
    history.note(
        actor,
        session,
        row,
        "archived" if stage == "archived" else "restored",
        before=row.stage if name else None,
        after=stage if name else None,
        words=words,
    )
    with changing(session, row):
        row.archived_at = utc_now() if stage == "archived" else None
        row.stage = stage if name else "none"
    if name:
        name_changed(session, name)
