"""What the routes of datasets share: who asks, of which table, and for how long."""

import asyncio
from collections.abc import Awaitable
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from starlette.requests import Request

from armillary.base.access import Actor, require
from armillary.base.state import AppState
from armillary.base.tasks import end_tasks
from armillary.capabilities.datasets.asking import (
    again_if_changed,
    ask_table,
    find,
    find_ready,
    table_of,
)
from armillary.capabilities.datasets.errors import Left
from armillary.capabilities.datasets.tables import Dataset

__all__ = [
    "Editor",
    "Viewer",
    "again_if_changed",
    "ask",
    "find",
    "find_ready",
    "table_of",
    "while_here",
]

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]

T = TypeVar("T")


async def ask(
    state: AppState,
    request: Request,
    actor: Actor,
    dataset_id: str,
    kind: str,
    asked: dict[str, Any],
    *,
    timeout_s: float,
) -> tuple[Dataset, Any]:
    """Ask a call about a dataset's table as `ask_table` does, no longer than the client waits."""
    return await ask_table(
        state,
        actor,
        dataset_id,
        kind,
        asked,
        timeout_s=timeout_s,
        wait=partial(while_here, request),
    )


async def while_here(request: Request, awaited: Awaitable[T]) -> T:
    """Wait for something as long as the client does; raises `Left`, and cancels it, otherwise."""
    working = asyncio.ensure_future(awaited)
    leaving = asyncio.ensure_future(_left(request))
    try:
        await asyncio.wait({working, leaving}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return working.result()
        raise Left("The client went away before it was answered.")
    finally:
        await end_tasks(working, leaving, expected=(Exception,))


async def _left(request: Request) -> None:
    """Wait until the client has gone away."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
