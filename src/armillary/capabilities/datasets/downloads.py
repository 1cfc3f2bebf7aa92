"""A table's bytes, given out while they are made so that none is held whole."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, BinaryIO

from anyio import CancelScope
from starlette.requests import Request

from armillary.base.access import Actor
from armillary.base.executors import in_thread
from armillary.base.ids import new_id
from armillary.base.state import AppState
from armillary.base.tasks import end_tasks
from armillary.capabilities.datasets.errors import Changed, Left
from armillary.capabilities.datasets.queries import exports_folder

_CHUNK_BYTES = 1 << 20
_EXPORT_S = 6 * 3600.0
_LOOK_S = 0.03


class Stored:
    """A stored file as it is."""

    def __init__(self, state: AppState, file: BinaryIO) -> None:
        self._files = state.executors.files
        self._file = file
        # Of the open file: another one may be stored by now.
        self.size_bytes = os.fstat(file.fileno()).st_size

    @staticmethod
    async def open(state: AppState, key: str) -> "Stored":
        """Open a file; raises `Changed` where it is gone."""
        try:
            file = await in_thread(state.executors.files, state.storage.open_read, key)
        except FileNotFoundError:
            raise Changed from None
        return Stored(state, file)

    async def pieces(self) -> AsyncIterator[bytes]:
        """Give the bytes."""
        while chunk := await in_thread(self._files, self._file.read, _CHUNK_BYTES):
            yield chunk

    async def close(self) -> None:
        """Close the file."""
        await in_thread(self._files, self._file.close)


class Export:
    """One export: a call that writes a file, and the file as it grows.

    It ends with the client: a call that nobody waits for is cancelled, and the file removed.
    """

    def __init__(self, state: AppState, actor: Actor, asked: dict[str, Any]) -> None:
        self._state = state
        self._path = exports_folder(state.settings) / new_id("export")
        self._asked = {**asked, "path": str(self._path)}
        self._actor = actor
        self._file: BinaryIO | None = None
        self._call: asyncio.Task[Any] | None = None

    async def begin(self, request: Request) -> bytes:
        """Give the first bytes; raises what stands in the way of an export, and `Left`."""
        await in_thread(self._state.executors.files, self._make_room)
        self._call = asyncio.create_task(
            self._state.calls.request(
                "datasets.export", self._asked, timeout_s=_EXPORT_S, actor=self._actor
            )
        )
        try:
            return await self._next(request)
        except BaseException:
            await self.close()
            raise

    async def rest(self, request: Request, first: bytes) -> AsyncIterator[bytes]:
        """Give all bytes, beginning with the first ones, as long as there is a client."""
        chunk = first
        # Nobody reads what would be said of a client that left.
        with suppress(Left):
            while chunk:
                yield chunk
                chunk = await self._next(request)

    async def close(self) -> None:
        """Stop the call, if it still runs, and leave no file behind."""
        with CancelScope(shield=True):
            if self._call is not None:
                await end_tasks(self._call, expected=(Exception,))
            await in_thread(self._state.executors.files, self._remove)

    async def _next(self, request: Request) -> bytes:
        """Wait for more bytes; none where the file is whole."""
        assert self._call is not None
        while True:
            # Looked at first, so that what is written in between is read yet.
            is_over = self._call.done()
            chunk = await in_thread(self._state.executors.files, self._read)
            if chunk:
                return chunk
            if is_over:
                self._call.result()
                return b""
            if await request.is_disconnected():
                raise Left("The client went away in the middle of a download.")
            await asyncio.wait({self._call}, timeout=_LOOK_S)

    def _read(self) -> bytes:
        if self._file is None:
            try:
                self._file = self._path.open("rb")
            except FileNotFoundError:
                return b""
        return self._file.read(_CHUNK_BYTES)

    def _make_room(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)

    def _remove(self) -> None:
        if self._file is not None:
            self._file.close()
        self._path.unlink(missing_ok=True)
