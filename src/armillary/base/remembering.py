"""What was read from the database, kept for as long as nobody has changed anything in it."""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from typing import Any

from armillary.base.changes import Changes
from armillary.base.joining import Joined

_MOST = 1_000
# Clocks change things too: a key runs out without anybody writing so.
_SECONDS = 1.0


class Remembered:
    """Readings that are not made again while the database stays as it is.

    Nobody is given what was read before they asked, unless it is still so; many who ask for the
    same at once cost one reading.
    """

    def __init__(self, changes: Changes, *, most: int = _MOST) -> None:
        self._changes = changes
        self._most = most
        self._joined = Joined()
        self._held: OrderedDict[Hashable, tuple[int, float, Any]] = OrderedDict()
        self._asking: list[asyncio.Future[int | None]] = []
        self._loop: asyncio.AbstractEventLoop | None = None

    async def read(self, key: Hashable, how: Callable[[], Awaitable[Any]]) -> Any:
        """Give a thing, by what ``how`` gives where it is not known; raises what that raises."""
        number = await self._number()
        now = time.monotonic()
        held = self._held.get(key)
        if held is not None and held[0] == number and now < held[1]:
            return held[2]
        found = await self._joined.read(key, how)
        if number is not None:
            # The number is from before the reading, so what was read is as new or newer.
            self._held[key] = (number, now + _SECONDS, found)
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return found

    async def _number(self) -> int | None:
        """Look at the number once for all who ask in one turn of the event loop, after the last."""
        loop = asyncio.get_running_loop()
        if not self._asking or self._loop is not loop:
            self._asking, self._loop = [], loop
            loop.call_soon(self._look, self._asking)
        asking: asyncio.Future[int | None] = loop.create_future()
        self._asking.append(asking)
        return await asking

    def _look(self, asking: list[asyncio.Future[int | None]]) -> None:
        if self._asking is asking:
            self._asking = []
        number = self._changes.number()
        for one in asking:
            if not one.done():
                one.set_result(number)
