"""Many who ask the same thing at once: one answer for all who asked before it was begun."""

import asyncio
from collections.abc import Awaitable, Callable, Hashable
from typing import Any


class Joined:
    """Reads things, one reading of each at a time.

    Who asks while a thing is being read waits for the next reading, together with all others who
    do. So nobody is given what was read before they asked, and many cost little more than one.
    """

    def __init__(self) -> None:
        self._next: dict[Hashable, asyncio.Task[Any]] = {}
        self._running: dict[Hashable, asyncio.Task[Any]] = {}

    async def read(self, key: Hashable, how: Callable[[], Awaitable[Any]]) -> Any:
        """Give what the next reading of a thing gives; raises what it raises."""
        task = self._next.get(key)
        if task is None:
            before = self._running.get(key)
            task = self._next[key] = asyncio.create_task(self._run(key, before, how))
        # One who goes away takes the answer from nobody else.
        return await asyncio.shield(task)

    async def _run(
        self,
        key: Hashable,
        before: asyncio.Task[Any] | None,
        how: Callable[[], Awaitable[Any]],
    ) -> Any:
        if before is not None:
            await asyncio.wait([before])
        own = self._running[key] = self._next.pop(key)
        try:
            return await how()
        finally:
            if self._running.get(key) is own:
                del self._running[key]
