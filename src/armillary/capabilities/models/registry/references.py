"""Which model is meant: an id, ``name@alias``, ``name/3``, ``name/production``, or a name."""

import re

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Invalid, NotFound
from armillary.capabilities.models.registry.missing import why_missing
from armillary.capabilities.models.registry.tables import ModelName
from armillary.capabilities.models.tables import StoredModel

MOST_CHARACTERS = 100
_NAME = re.compile(r"\w[\w .-]*")
_ALIAS = re.compile(r"[a-z][a-z0-9_-]{0,49}")
_STAGES = ("none", "staging", "production", "archived")


def check_name(given: str) -> str:
    """Give a name that may be registered; raises `Invalid` saying what is wrong with it."""
    if _NAME.fullmatch(given) and len(given) <= MOST_CHARACTERS and not given.startswith("model_"):
        return given
    message = (
        f"A name has 1 to {MOST_CHARACTERS} letters, digits, spaces, dots, dashes and underscores, "
        f"and does not begin with model_, as ids do; got {given[:MOST_CHARACTERS]!r}."
    )
    raise Invalid(message, code="bad_name", errors=[{"loc": ["name"], "msg": message}])


def check_alias(given: str) -> str:
    """Give an alias that may be set; raises `Invalid` saying what is wrong with it."""
    if _ALIAS.fullmatch(given) and given not in _STAGES:
        return given
    message = (
        "An alias begins with a small letter and has up to 50 of a-z, 0-9, - and _; stages are "
        f"none. Got {given[:60]!r}."
    )
    raise Invalid(message, code="bad_alias", errors=[{"loc": ["alias"], "msg": message}])


def get(actor: Actor, session: Session, reference: str) -> StoredModel:
    """Give the model that is meant; raises `NotFound` naming what there is instead."""
    row = session.get(StoredModel, reference)
    if row is not None and row.workspace_id == actor.workspace_id:
        return row
    name, mark, which = _divided(reference)
    held = find_name(actor, session, name)
    if held is None:
        raise why_missing(actor, session, reference)
    if mark == "@":
        return _of_alias(session, held, which)
    if which.isdecimal():
        return _of_number(session, held, int(which))
    return _of_stage(session, held, which or "production")


def find_name(actor: Actor, session: Session, name: str) -> ModelName | None:
    """Give a registered name of the workspace, or None."""
    mine = sa.select(ModelName).where(ModelName.workspace_id == actor.workspace_id)
    return session.scalar(mine.where(ModelName.name == name))


def _divided(reference: str) -> tuple[str, str, str]:
    for mark in "@/":
        name, found, which = reference.rpartition(mark)
        if found:
            return name, mark, which
    return reference, "", ""


def _of_alias(session: Session, name: ModelName, alias: str) -> StoredModel:
    row = session.get(StoredModel, str(name.aliases.get(alias)))
    if row is None:
        there = ", ".join(f"@{one}" for one in sorted(name.aliases)) or "none yet"
        raise NotFound(
            f"{name.name!r} has no alias @{alias}; it has {there}.", code="alias_not_found"
        )
    return row


def _of_number(session: Session, name: ModelName, number: int) -> StoredModel:
    numbers = sorted(row.number or 0 for row in versions_of(session, name))
    row = next((one for one in versions_of(session, name) if one.number == number), None)
    if row is None:
        there = ", ".join(map(str, numbers[-10:])) or "none"
        raise NotFound(
            f"{name.name!r} has no version {number}; there are {there}.", code="version_not_found"
        )
    return row


def _of_stage(session: Session, name: ModelName, stage: str) -> StoredModel:
    """Give the newest version of a stage."""
    if stage not in _STAGES:
        raise NotFound(
            f"After {name.name}/ comes the number of a version or a stage ({', '.join(_STAGES)}); "
            f"got {stage!r}.",
            code="version_not_found",
        )
    of_stage = [row for row in versions_of(session, name) if row.stage == stage]
    if not of_stage:
        raise NotFound(
            f"{name.name!r} has no version in {stage}. Move one there, or name a version by its "
            f"number: {name.name}/{name.last_number}.",
            code="version_not_found",
        )
    return of_stage[0]


def versions_of(session: Session, name: ModelName) -> list[StoredModel]:
    """Give the versions of a name, the newest first."""
    mine = sa.select(StoredModel).where(
        StoredModel.workspace_id == name.workspace_id, StoredModel.registered_name == name.name
    )
    return list(session.scalars(mine.order_by(StoredModel.number.desc())))
