"""Aliases: words such as ``champion`` that mean one version of a name."""

from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.capabilities.models.registry import history, references
from armillary.capabilities.models.registry.changing import (
    changing,
    lock_name,
    name_changed,
    name_to_wire,
)
from armillary.capabilities.models.registry.schemas import AliasRequest
from armillary.capabilities.models.registry.tables import ModelName
from armillary.capabilities.models.tables import StoredModel

_MOST = 50


def set_alias(
    actor: Actor, session: Session, name: str, alias: str, given: AliasRequest
) -> dict[str, Any]:
    """Have an alias mean a version, whatever it meant before; gives the name."""
    actor.require("editor")
    held = lock_name(actor, session, name, given.version)
    references.check_alias(alias)
    model = references.get(actor, session, given.model_id)
    if model.registered_name != held.name:
        raise Conflict(
            f"An alias of {held.name!r} means one of its versions; {model.name!r} is none. "
            "Register it first.",
            code="not_registered",
        )
    if alias not in held.aliases and len(held.aliases) >= _MOST:
        raise Conflict(f"A name has {_MOST} aliases at most; {held.name!r} has them.")
    before = _of(session, held, alias)
    if before is not None and before.id == model.id:
        return name_to_wire(session, held)
    _take(session, before, alias)
    held.aliases = {**held.aliases, alias: model.id}
    with changing(session, model):
        model.aliases = sorted({*model.aliases, alias})
    was = None if before is None else f"version {before.number}"
    words = f"@{alias}"
    after = f"version {model.number}"
    history.note(actor, session, model, "alias", before=was, after=after, words=words)
    name_changed(session, held)
    return name_to_wire(session, held)


def remove_alias(actor: Actor, session: Session, name: str, alias: str) -> dict[str, Any]:
    """Have an alias mean nothing any more; gives the name."""
    actor.require("editor")
    held = lock_name(actor, session, name)
    if alias not in held.aliases:
        raise NotFound(f"{held.name!r} has no alias @{alias}.", code="alias_not_found")
    model = _of(session, held, alias)
    _take(session, model, alias)
    held.aliases = {one: at for one, at in held.aliases.items() if one != alias}
    if model is not None:
        before = f"version {model.number}"
        history.note(actor, session, model, "alias", before=before, words=f"@{alias}")
    name_changed(session, held)
    return name_to_wire(session, held)


def _of(session: Session, name: ModelName, alias: str) -> StoredModel | None:
    return session.get(StoredModel, str(name.aliases.get(alias)))


def _take(session: Session, model: StoredModel | None, alias: str) -> None:
    """Take an alias from the version that has it, if one has."""
    if model is not None:
        with changing(session, model):
            model.aliases = [one for one in model.aliases if one != alias]
