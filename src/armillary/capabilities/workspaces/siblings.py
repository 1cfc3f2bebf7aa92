"""Who is with the other server processes, as far as these have told.

Each process tells over the bus who comes, goes and looks elsewhere, and all of it again every few
seconds: a hint that was lost is made up for, and who was with a process that died is forgotten.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from armillary.base.values import to_json
from armillary.realtime import Hub
from armillary.realtime.hub import MAX_EPHEMERAL_BYTES

_SUBJECT = "presence"
REMIND_EVERY_S = 5.0
FORGET_AFTER_S = 3 * REMIND_EVERY_S
_ROOM_FOR_GUESTS = MAX_EPHEMERAL_BYTES // 2

Told = Mapping[str, Any]
"""What is told of one guest: ``guest``, ``workspace_id`` and ``about``."""


@dataclass(frozen=True)
class _Sighting:
    workspace_id: str
    about: dict[str, Any]
    heard_at: float


class Siblings:
    """The guests of other processes; belongs to the event loop of one server process."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._hub: Hub | None = None
        self._clock = clock
        self._seen: dict[str, _Sighting] = {}

    def begin(self, hub: Hub, asked: Callable[[], None]) -> None:
        """Hear the others, and have them tell who is with them; before that nothing is told.

        ``asked`` is called where another process asks who is here.
        """
        self._hub = hub

        def hear(said: dict[str, Any]) -> None:
            if said.get("asks"):
                asked()
            self._hear(said)

        hub.hear_siblings(_SUBJECT, hear)
        self._send({"asks": True})

    def tell(self, guests: Iterable[Told]) -> None:
        """Tell who is here, in as many messages as it takes."""
        for some in _pieces(guests):
            self._send({"here": some})

    def tell_gone(self, guest_id: str) -> None:
        """Tell that somebody is gone."""
        self._send({"gone": guest_id})

    def forget_silent(self) -> None:
        """Forget those of whom nothing was heard for long: their process is gone."""
        since = self._clock() - FORGET_AFTER_S
        self._seen = {guest: one for guest, one in self._seen.items() if one.heard_at >= since}

    def people(self, workspace_id: str) -> list[dict[str, Any]]:
        """Give those who are in a workspace, an entry for each open socket."""
        since = self._clock() - FORGET_AFTER_S
        seen = list(self._seen.values())
        return [
            one.about for one in seen if one.workspace_id == workspace_id and one.heard_at >= since
        ]

    def _hear(self, said: dict[str, Any]) -> None:
        for told in said.get("here", ()):
            sighting = _Sighting(told["workspace_id"], told["about"], self._clock())
            self._seen[told["guest"]] = sighting
        self._seen.pop(said.get("gone", ""), None)

    def _send(self, said: dict[str, Any]) -> None:
        if self._hub is not None:
            self._hub.send_to_siblings(_SUBJECT, said)


def _pieces(guests: Iterable[Told]) -> Iterator[list[Told]]:
    """Cut what is told into pieces that a message has room for."""
    piece: list[Told] = []
    size = 0
    for told in guests:
        own = len(to_json(told))
        if piece and size + own > _ROOM_FOR_GUESTS:
            yield piece
            piece, size = [], 0
        piece.append(told)
        size += own
    if piece:
        yield piece
