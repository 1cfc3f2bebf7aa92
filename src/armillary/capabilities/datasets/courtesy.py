"""Letting people who look at their tables go before the bytes of a file."""

import asyncio

from armillary.base.state import AppState

_LOOK_S = 0.001
_MOST_S = 0.05


async def let_others_first(state: AppState) -> None:
    """Wait while somebody waits for an answer, but not for long.

    A fast upload takes all of a processor that pages are answered on; called once for each piece
    of it that is written, this slows it down while others are there, and never otherwise.
    """
    deadline = asyncio.get_running_loop().time() + _MOST_S
    while state.calls.is_asked and asyncio.get_running_loop().time() < deadline:
        await asyncio.sleep(_LOOK_S)
