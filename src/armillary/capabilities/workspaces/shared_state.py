"""What the people of a workspace choose together: values under dotted paths, the last writer wins.

A path set as a whole takes the place of everything below it. The order is that of the versions,
which rise by one with each change of a workspace.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict, TooLarge
from armillary.base.values import to_json, utc_now
from armillary.capabilities.workspaces import events
from armillary.capabilities.workspaces.tables import StateValue, Workspace

MAX_PATHS = 1_000
MAX_PATH = 200
MAX_VALUE_BYTES = 4_000
_PATH = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*")


@dataclass(frozen=True)
class Choice:
    """A value that somebody puts at a path; ``is_taken_away`` leaves nothing there."""

    path: str
    value: Any = None
    is_taken_away: bool = False


@dataclass(frozen=True)
class SharedState:
    """Everything chosen in a workspace, and the version of the last change."""

    state: dict[str, Any]
    version: int


def read(actor: Actor, session: Session) -> SharedState:
    """Give everything that is chosen in the actor's workspace."""
    return _read(session, actor.workspace_id)


def choose(actor: Actor, session: Session, choices: Sequence[Choice]) -> SharedState:
    """Put values at paths, one after the other, and announce each.

    Raises `BadRequest` for what is no path, `TooLarge` for a value that is no choice any more.
    """
    actor.require("editor")
    for choice in choices:
        _check(choice)
    # Serialises the writers of a workspace: the versions are the order that everybody sees.
    lock = sa.select(Workspace.id).where(Workspace.id == actor.workspace_id).with_for_update()
    session.execute(lock)
    now = _read(session, actor.workspace_id)
    state, version = now.state, now.version
    for choice in choices:
        version += 1
        old = _get(state, choice.path)
        state = _put(state, choice)
        _store(session, actor, choice, version)
        events.state_updated(session, actor.workspace_id, _told(actor, choice, old, version))
    if _count(session, actor.workspace_id) > MAX_PATHS:
        raise Conflict(f"A workspace holds {MAX_PATHS} chosen values at most; take some away.")
    return SharedState(state, version)


def to_wire(held: SharedState) -> dict[str, Any]:
    """Give the state as JSON."""
    return {"state": held.state, "version": held.version}


def _check(choice: Choice) -> None:
    path = choice.path
    if len(path) > MAX_PATH or not _PATH.fullmatch(path):
        raise BadRequest(
            "A path is made of words of letters, digits, _ and -, joined by dots, such as "
            f"hyperparameters.learning_rate; got {path[:80]!r}."
        )
    size = len(to_json(choice.value))
    if size > MAX_VALUE_BYTES:
        raise TooLarge(f"A chosen value takes {MAX_VALUE_BYTES} bytes at most; got {size}.")


def _read(session: Session, workspace_id: str) -> SharedState:
    mine = StateValue.workspace_id == workspace_id
    rows = session.scalars(sa.select(StateValue).where(mine).order_by(StateValue.version))
    state: dict[str, Any] = {}
    version = 0
    for row in rows:
        state = _put(state, Choice(row.path, row.value, row.is_taken_away))
        version = row.version
    return SharedState(state, version)


def _store(session: Session, actor: Actor, choice: Choice, version: int) -> None:
    """Keep the newest value of a path; what lies below it is in it, or gone."""
    mine = StateValue.workspace_id == actor.workspace_id
    below = StateValue.path.startswith(f"{choice.path}.", autoescape=True)
    replaced = sa.or_(StateValue.path == choice.path, below)
    session.execute(sa.delete(StateValue).where(mine, replaced))
    session.add(
        StateValue(
            workspace_id=actor.workspace_id,
            path=choice.path,
            value=choice.value,
            is_taken_away=choice.is_taken_away,
            version=version,
            updated_by=actor.id,
            updated_at=utc_now(),
        )
    )
    session.flush()


def _told(actor: Actor, choice: Choice, old: Any, version: int) -> dict[str, Any]:
    told = {"path": choice.path, "old_value": old, "user_id": actor.id, "version": version}
    return told if choice.is_taken_away else {**told, "value": choice.value}


def _count(session: Session, workspace_id: str) -> int:
    mine = StateValue.workspace_id == workspace_id
    return session.scalar(sa.select(sa.func.count()).select_from(StateValue).where(mine)) or 0


def _get(state: Mapping[str, Any], path: str) -> Any:
    at: Any = state
    for word in path.split("."):
        at = at.get(word) if isinstance(at, dict) else None
    return at


def _put(state: Mapping[str, Any], choice: Choice) -> dict[str, Any]:
    return _with(state, choice.path.split("."), choice)


def _with(state: Mapping[str, Any], path: Sequence[str], choice: Choice) -> dict[str, Any]:
    first, *rest = path
    if rest:
        below = state.get(first)
        return {**state, first: _with(below if isinstance(below, dict) else {}, rest, choice)}
    if choice.is_taken_away:
        return {name: value for name, value in state.items() if name != first}
    return {**state, first: choice.value}


def read_choices(given: Iterable[Mapping[str, Any]]) -> list[Choice]:
    """Read choices as clients send them: one without ``value`` takes away what was there."""
    return [Choice(str(one["path"]), one.get("value"), "value" not in one) for one in given]
