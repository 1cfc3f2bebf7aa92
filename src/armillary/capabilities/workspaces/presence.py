"""Who is in a workspace at the moment, with this server process and its siblings."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from armillary.base.access import Actor
from armillary.base.state import AppState
from armillary.base.tasks import end_tasks
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.workspaces.siblings import REMIND_EVERY_S, Siblings
from armillary.realtime import Hub

_COLOURS = ("#2f6fd0", "#b35a00", "#1b7f5c", "#9b3fa8", "#b3261e", "#5b6b00", "#00757f", "#7a4b2a")
_LONGEST_VIEW = 200


def _new_name() -> str:
    return secrets.token_hex(8)


@dataclass(eq=False)
class Guest:
    """One open socket, and the view that its person looks at."""

    actor: Actor
    view: str | None = None
    last_active: datetime = field(default_factory=utc_now)
    id: str = field(default_factory=_new_name)

    def to_wire(self, *, shortly: bool = False) -> dict[str, Any]:
        """Give the person as others see them; the colour hangs on the id."""
        about = {
            "id": self.actor.id,
            "name": self.actor.name,
            "color": _COLOURS[sum(self.actor.id.encode()) % len(_COLOURS)],
            "role": self.actor.role,
        }
        if shortly:
            return about
        return {**about, "current_view": self.view, "last_active": to_iso(self.last_active)}

    def to_siblings(self) -> dict[str, Any]:
        """Give the guest as other server processes are told of it."""
        about = self.to_wire()
        view = about["current_view"]
        about["current_view"] = view and view[:_LONGEST_VIEW]
        return {"guest": self.id, "workspace_id": self.actor.workspace_id, "about": about}


class Rooms:
    """The open sockets by workspace; belongs to the event loop of one server process."""

    def __init__(self) -> None:
        self._guests: dict[str, list[Guest]] = {}
        self._siblings = Siblings()

    def enter(self, actor: Actor) -> Guest:
        """Add somebody to the room of their workspace."""
        guest = Guest(actor)
        self._guests.setdefault(actor.workspace_id, []).append(guest)
        self.tell(guest)
        return guest

    def tell(self, guest: Guest) -> None:
        """Tell other processes how somebody is now."""
        self._siblings.tell([guest.to_siblings()])

    def leave(self, guest: Guest) -> None:
        """Take somebody out again."""
        room = self._guests.get(guest.actor.workspace_id, [])
        if guest in room:
            room.remove(guest)
        if not room:
            self._guests.pop(guest.actor.workspace_id, None)
        self._siblings.tell_gone(guest.id)

    def people(self, workspace_id: str) -> list[dict[str, Any]]:
        """Give the people of a room, each once, wherever their sockets are."""
        here = [guest.to_wire() for guest in list(self._guests.get(workspace_id, []))]
        everybody = [*self._siblings.people(workspace_id), *here]
        return list({one["id"]: one for one in everybody}.values())

    def begin(self, hub: Hub) -> None:
        """Hear of the guests of other processes from now on."""
        self._siblings.begin(hub, self._tell_all)

    async def remind(self) -> None:
        """Tell again and again who is here, until cancelled."""
        while True:
            await asyncio.sleep(REMIND_EVERY_S)
            self._siblings.forget_silent()
            self._tell_all()

    def _tell_all(self) -> None:
        everybody = [guest for room in self._guests.values() for guest in room]
        self._siblings.tell(guest.to_siblings() for guest in everybody)


@asynccontextmanager
async def open_rooms(state: AppState) -> AsyncIterator[None]:
    """Keep the rooms of this server process, and hear of those of its siblings."""
    rooms = rooms_of(state)
    rooms.begin(state.hub)
    reminding = asyncio.create_task(rooms.remind())
    try:
        yield
    finally:
        await end_tasks(reminding, expected=())


def rooms_of(state: AppState) -> Rooms:
    """Give the rooms of this server process, made when first needed."""
    rooms = state.extra.setdefault("rooms", Rooms())
    assert isinstance(rooms, Rooms)
    return rooms
