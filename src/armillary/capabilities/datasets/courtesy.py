"""Letting people who look at their tables go before the bytes of a file."""

import asyncio
from dataclasses import dataclass

from armillary.base.state import AppState
from armillary.capabilities.datasets.wire import MEGABYTE

# A fast network brings ten times as much, and takes a processor whole while it does. Of so much
# the others notice hardly more than they do of an import.
_BYTES_PER_S = 48 * MEGABYTE
# Who has a page before them for longer does not ask for the next one at any moment.
_LOOKING_S = 3.0
# Timers are no finer.
_LEAST_S = 0.001


@dataclass
class _Pace:
    """When the next bytes of any upload of this process may come, by the loop's clock."""

    due: float = 0.0


async def let_others_first(state: AppState, size_bytes: int) -> None:
    """Wait as long as so many bytes of an upload may take while others look at their tables.

    All uploads share one pace. A network that is slower than it, or a server of whose tables
    nobody has asked anything for a while, is not waited for.
    """
    now = asyncio.get_running_loop().time()
    if not state.calls.was_asked_since(now - _LOOKING_S):
        return
    pace: _Pace = state.extra.setdefault("upload_pace", _Pace())
    pace.due = max(pace.due, now) + size_bytes / _BYTES_PER_S
    if pace.due - now >= _LEAST_S:
        await asyncio.sleep(pace.due - now)
