"""What the routes of datasets share: who asks, of which table, and for how long."""

import asyncio
from collections.abc import Awaitable
from typing import Annotated, Any, TypeVar

from fastapi import Depends
from starlette.requests import Request

from armillary.base.access import Actor, require
from armillary.base.errors import Conflict
from armillary.base.executors import in_thread
from armillary.base.http import AppState
from armillary.base.tasks import end_tasks
from armillary.capabilities.datasets import schema, service
from armillary.capabilities.datasets.errors import Left
from armillary.capabilities.datasets.tables import Dataset

Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]

T = TypeVar("T")


async def find(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    """Give a dataset with its columns, from an async route; raises `NotFound`."""
    return await in_thread(state.executors.database, _find, state, actor, dataset_id)


async def find_ready(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    """Give a dataset whose values are there, from an async route; raises `Conflict` otherwise."""
    return await in_thread(state.executors.database, _find_ready, state, actor, dataset_id)


def table_of(row: Dataset) -> dict[str, Any]:
    """Give what a call needs to open a table, and what each column means."""
    entries = row.schema or []
    return {
        "key": row.file_path,
        "columns": [schema.for_query(entry) for entry in entries],
        "meanings": [entry["type"] for entry in entries],
    }


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
    """Ask a call about a dataset's table, and give the dataset as it was asked and the answer.

    A table that is imported anew in the middle is asked once more; the question ends with the
    client. Raises `NotFound`, and `Conflict` where the dataset is not ready.
    """
    row = await find_ready(state, actor, dataset_id)
    try:
        return row, await _ask_once(state, request, actor, row, kind, asked, timeout_s)
    except Conflict as error:
        if error.code != "dataset_changed":
            raise
        row = await find_ready(state, actor, dataset_id)
        return row, await _ask_once(state, request, actor, row, kind, asked, timeout_s)


async def _ask_once(
    state: AppState,
    request: Request,
    actor: Actor,
    row: Dataset,
    kind: str,
    asked: dict[str, Any],
    timeout_s: float,
) -> Any:
    payload = {**table_of(row), **asked}
    answering = state.calls.request(kind, payload, timeout_s=timeout_s, actor=actor)
    return await while_here(request, answering)


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


def _find(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find(actor, session, dataset_id, with_schema=True)


def _find_ready(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find_ready(actor, session, dataset_id)
