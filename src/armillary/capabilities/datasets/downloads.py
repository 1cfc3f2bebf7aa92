"""A table's bytes, given out piece by piece so that none is held whole."""

from collections.abc import AsyncIterator
from typing import Any

from armillary.base.access import Actor
from armillary.base.executors import in_thread
from armillary.base.http import AppState

MEDIA_TYPES = {"csv": "text/csv; charset=utf-8", "parquet": "application/vnd.apache.parquet"}
_CHUNK_BYTES = 1 << 20
_CELLS_AT_ONCE = 500_000
_PIECE_S = 20.0


async def as_csv(
    state: AppState, actor: Actor, table: dict[str, Any], rows: int
) -> AsyncIterator[bytes]:
    """Give a table as CSV, each piece asked of the table process when the last one is sent."""
    step = max(1, _CELLS_AT_ONCE // max(len(table["columns"]), 1))
    for start in range(0, rows, step):
        asked = {**table, "start": start, "end": min(start + step, rows)}
        piece = await state.calls.request(
            "datasets.export_rows", asked, timeout_s=_PIECE_S, actor=actor
        )
        yield piece.encode()


async def as_parquet(state: AppState, key: str) -> AsyncIterator[bytes]:
    """Give the stored file as it is."""
    files = state.executors.files
    file = await in_thread(files, state.storage.open_read, key)
    try:
        while chunk := await in_thread(files, file.read, _CHUNK_BYTES):
            yield chunk
    finally:
        await in_thread(files, file.close)
