"""Who is in a workspace at the moment, as far as this server process sees."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from armillary.base.access import Actor
from armillary.base.http import AppState
from armillary.base.values import to_iso, utc_now

_COLOURS = ("#2f6fd0", "#b35a00", "#1b7f5c", "#9b3fa8", "#b3261e", "#5b6b00", "#00757f", "#7a4b2a")


@dataclass(eq=False)
class Guest:
    """One open socket, and the view that its person looks at."""

    actor: Actor
    view: str | None = None
    last_active: datetime = field(default_factory=utc_now)

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


@dataclass
class Rooms:
    """The open sockets by workspace; belongs to the event loop of one server process."""

    _guests: dict[str, list[Guest]] = field(default_factory=dict)

    def enter(self, actor: Actor) -> Guest:
        """Add somebody to the room of their workspace."""
        guest = Guest(actor)
        self._guests.setdefault(actor.workspace_id, []).append(guest)
        return guest

    def leave(self, guest: Guest) -> None:
        """Take somebody out again."""
        room = self._guests.get(guest.actor.workspace_id, [])
        if guest in room:
            room.remove(guest)
        if not room:
            self._guests.pop(guest.actor.workspace_id, None)

    def people(self, workspace_id: str) -> list[dict[str, Any]]:
        """Give the people of a room, each once."""
        room = self._guests.get(workspace_id, [])
        return list({guest.actor.id: guest.to_wire() for guest in room}.values())


def rooms_of(state: AppState) -> Rooms:
    """Give the rooms of this server process, made when first needed."""
    rooms = state.extra.setdefault("rooms", Rooms())
    assert isinstance(rooms, Rooms)
    return rooms
