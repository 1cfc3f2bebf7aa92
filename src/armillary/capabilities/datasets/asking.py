"""Asking the warm processes about a dataset's table, from async code of the server."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities.datasets import schema, service
from armillary.capabilities.datasets.errors import Changed
from armillary.capabilities.datasets.tables import Dataset

Waiting = Callable[[Awaitable[Any]], Awaitable[Any]]
T = TypeVar("T")


async def find(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    """Give a dataset with its columns, from an async route; raises `NotFound`."""
    return await in_thread(state.executors.database, _find, state, actor, dataset_id)


async def find_ready(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    """Give a dataset whose values are there, from an async route; raises `Conflict` otherwise."""
    return await in_thread(state.executors.database, _find_ready, state, actor, dataset_id)


async def find_table(state: AppState, actor: Actor, dataset_id: str) -> dict[str, Any]:
    """Give what a call needs to open a dataset's table; raises `NotFound` and `Conflict`."""
    return table_of(await find_ready(state, actor, dataset_id))


def table_of(row: Dataset) -> dict[str, Any]:
    """Give what a call needs to open a table, and what each column means."""
    entries = row.schema or []
    return {
        "key": row.file_path,
        "columns": [schema.for_query(entry) for entry in entries],
        "meanings": [entry["type"] for entry in entries],
    }


async def ask_table(
    state: AppState,
    actor: Actor,
    dataset_id: str,
    kind: str,
    asked: dict[str, Any],
    *,
    timeout_s: float,
    wait: Waiting | None = None,
) -> tuple[Dataset, Any]:
    """Ask a call about a dataset's table, and give the dataset as it was asked and the answer.

    A table that is imported anew in the middle is asked once more. ``wait`` waits for the answer,
    perhaps not to its end. Raises `NotFound`, and `Conflict` where the dataset is not ready.
    """

    async def once() -> tuple[Dataset, Any]:
        row = await find_ready(state, actor, dataset_id)
        payload = {**table_of(row), **asked}
        answer = state.calls.request(kind, payload, timeout_s=timeout_s, actor=actor)
        return row, await (wait(answer) if wait else answer)

    return await again_if_changed(once)


async def again_if_changed(do: Callable[[], Awaitable[T]]) -> T:
    """Do something with a table, and once more where that was imported anew in the middle."""
    try:
        return await do()
    except Conflict as error:
        if error.code != Changed.code:
            raise
        return await do()


def _find(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find(actor, session, dataset_id, with_schema=True)


def _find_ready(state: AppState, actor: Actor, dataset_id: str) -> Dataset:
    with state.database.read() as session:
        return service.find_ready(actor, session, dataset_id)
