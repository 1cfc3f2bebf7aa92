"""Versions of a name: a model becomes one, moves through stages, is withdrawn."""

from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.base.ids import new_id
from armillary.base.values import utc_now
from armillary.capabilities.models import events
from armillary.capabilities.models.registry import history, references
from armillary.capabilities.models.registry.changing import (
    changing,
    lock_name,
    name_changed,
    name_to_wire,
)
from armillary.capabilities.models.registry.schemas import RegisterRequest, StageRequest
from armillary.capabilities.models.registry.tables import ModelName
from armillary.capabilities.models.tables import StoredModel


def register(
    actor: Actor, session: Session, reference: str, given: RegisterRequest
) -> dict[str, Any]:
    """Make a model the next version of a name, which is made where it is not there.

    Gives the name. Raises `Conflict` where the model is a version already.
    """
    actor.require("editor")
    model = references.get(actor, session, reference)
    session.refresh(model, with_for_update=True)
    wanted = references.check_name(given.name)
    if model.registered_name is not None:
        raise Conflict(
            f"This model is version {model.number} of {model.registered_name!r} already. Withdraw "
            "it there first.",
            code="registered_already",
        )
    name = _take_name(actor, session, wanted, given.description)
    name.last_number += 1
    with changing(session, model):
        model.registered_name, model.number, model.stage = name.name, name.last_number, "none"
        if model.archived_at is not None:
            model.stage = "archived"
    history.note(actor, session, model, "registered", after=f"version {model.number}")
    name_changed(session, name)
    return name_to_wire(session, name)


def move(actor: Actor, session: Session, reference: str, given: StageRequest) -> dict[str, Any]:
    """Move a version to a stage; the one that was in production makes room. Gives the name.

    Raises `Conflict` where the model is no version, or somebody else moved something meanwhile.
    """
    actor.require("editor")
    model = references.get(actor, session, reference)
    name = lock_name(actor, session, _name_of(model), given.version)
    session.refresh(model)
    if model.stage == given.stage:
        return name_to_wire(session, name)
    if given.stage == "production":
        _make_room(actor, session, name, given.previous)
    _set_stage(actor, session, model, given.stage, given.note)
    name_changed(session, name)
    return name_to_wire(session, name)


def withdraw(actor: Actor, session: Session, reference: str) -> dict[str, Any]:
    """Make a version a model without a name again; gives the name that it had."""
    actor.require("editor")
    model = references.get(actor, session, reference)
    name = lock_name(actor, session, _name_of(model))
    if model.stage == "production" or model.aliases:
        stands = "in production" if model.stage == "production" else f"@{model.aliases[0]}"
        raise Conflict(
            f"Version {model.number} of {name.name!r} is {stands}. Move that to another version "
            "first.",
            code="in_use",
        )
    history.note(actor, session, model, "withdrawn", before=f"version {model.number}")
    detach(session, model)
    name_changed(session, name)
    return name_to_wire(session, name)


def detach(session: Session, model: StoredModel) -> None:
    """Take a model out of its name."""
    with changing(session, model):
        model.registered_name, model.number, model.stage, model.aliases = None, None, "none", []


def forget(actor: Actor, session: Session, model: StoredModel) -> None:
    """Have a name know nothing more of a model that is being deleted."""
    if model.registered_name is None:
        history.forget_model(session, model)
        return
    name = lock_name(actor, session, model.registered_name)
    name.aliases = {alias: one for alias, one in name.aliases.items() if one != model.id}
    history.note(actor, session, model, "deleted", before=f"version {model.number}")
    model.registered_name, model.number, model.stage = None, None, "none"
    name_changed(session, name)


def _take_name(actor: Actor, session: Session, wanted: str, description: str | None) -> ModelName:
    if references.find_name(actor, session, wanted) is None:
        name = _add_name(actor, session, wanted, description or "")
        if name is not None:
            return name
    name = lock_name(actor, session, wanted)
    name.description = name.description if description is None else description
    return name


def _add_name(actor: Actor, session: Session, wanted: str, description: str) -> ModelName | None:
    """Add a name; None where somebody else added it at the same time."""
    name = ModelName(
        id=new_id("name"),
        workspace_id=actor.workspace_id,
        name=wanted,
        description=description,
        last_number=0,
        aliases={},
        created_by=actor.id,
        created_at=utc_now(),
        version=0,
    )
    try:
        with session.begin_nested():
            session.add(name)
    except IntegrityError:
        return None
    events.name_created(session, name.workspace_id, name_to_wire(session, name))
    return name


def _name_of(model: StoredModel) -> str:
    if model.registered_name is None:
        raise Conflict(
            "This model has no name yet. Register it under one; then its versions have stages and "
            "aliases.",
            code="not_registered",
        )
    return model.registered_name


def _make_room(actor: Actor, session: Session, name: ModelName, to: Any) -> None:
    for held in references.versions_of(session, name):
        if held.stage == "production":
            _set_stage(actor, session, held, to, "Another version took its place.")


def _set_stage(
    actor: Actor, session: Session, model: StoredModel, stage: Any, words: str | None
) -> None:
    history.note(actor, session, model, "stage", before=model.stage, after=stage, words=words)
    with changing(session, model):
        model.stage = stage
        model.archived_at = utc_now() if stage == "archived" else None
