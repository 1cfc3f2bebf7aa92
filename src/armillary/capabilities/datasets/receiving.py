"""Taking the pieces of an upload: durable before they are acknowledged, in flat memory."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import ExitStack
from typing import ParamSpec, TypeVar

from starlette.requests import ClientDisconnect

from armillary.base.access import Actor
from armillary.base.errors import AppError, BadRequest
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities.datasets import upload_sessions as uploads
from armillary.capabilities.datasets.courtesy import let_others_first
from armillary.capabilities.datasets.part_files import Hashes, Hashing, PartFile, open_part
from armillary.capabilities.datasets.pieces import Pieces
from armillary.capabilities.datasets.tables import UploadSession
from armillary.capabilities.datasets.wire import MEGABYTE

# What a power cut may cost of one long piece.
_RECORD_BYTES = 16 * MEGABYTE
# A connection that died without a word would keep its upload busy for ever.
_SILENCE_S = 30.0

P = ParamSpec("P")
T = TypeVar("T")


async def receive_piece(
    state: AppState, actor: Actor, upload_id: str, offset: int, chunks: AsyncIterator[bytes]
) -> int:
    """Append what comes to an upload and give the offset that follows it.

    What came before a connection was cut is kept. Raises `WrongOffset` where the bytes on the disk
    end elsewhere, and `UploadBusy` while another request sends.
    """
    row = await _in_database(state, _find, state, actor, upload_id)
    uploads.check_offset(row, offset)
    with ExitStack() as stack:
        path = uploads.part_path(state.storage, upload_id)
        part = await _in_files(state, stack.enter_context, open_part(path, may_create=offset == 0))
        # Alone with the file only from here on: another request may have gone on meanwhile.
        row = await _in_database(state, _find, state, actor, upload_id)
        uploads.check_offset(row, offset)
        return await _Piece(state, actor, row, part).take(chunks)


def hashes_of(state: AppState) -> Hashes:
    """Give the hashes that this process has begun."""
    found: Hashes = state.extra.setdefault("upload_hashes", Hashes())
    return found


class _Piece:
    """One request's bytes on their way into a part file."""

    def __init__(self, state: AppState, actor: Actor, row: UploadSession, part: PartFile) -> None:
        self._state = state
        self._actor = actor
        self._row = row
        self._part = part
        self._pieces = Pieces()
        self._at = self._recorded = row.offset_bytes
        self._hashing = hashes_of(state).take(row.id, self._at)
        if self._at == 0:
            self._hashing = Hashing()

    async def take(self, chunks: AsyncIterator[bytes]) -> int:
        """Write all of the body, or what comes of it; gives the new offset."""
        await _in_files(self._state, self._part.begin, self._at)
        problem: AppError | None = None
        try:
            async for chunk in _lively(chunks):
                await self._add(chunk)
        except ClientDisconnect:
            # Nobody hears this answer, and nothing here went wrong.
            problem = BadRequest("The upload was cut off; ask for its offset and go on from there.")
        except TimeoutError:
            problem = AppError(
                f"No bytes came for {_SILENCE_S:.0f} seconds. Ask for the offset and go on.",
                code="upload_stalled",
                status=408,
            )
        await self._write()
        await self._record()
        if self._hashing is not None:
            hashes_of(self._state).keep(self._row.id, self._hashing)
        if problem is not None:
            raise problem
        return self._at

    async def _add(self, chunk: bytes) -> None:
        if self._at + self._pieces.size_bytes + len(chunk) > self._row.size_bytes:
            raise BadRequest(
                f"This upload was announced with {self._row.size_bytes:,} bytes, and more came. "
                "The file has changed meanwhile, or is another one; begin a new upload.",
                code="more_than_announced",
            )
        self._pieces.add(chunk)
        if self._pieces.are_many:
            await self._write()
            if self._at - self._recorded >= _RECORD_BYTES:
                await self._record()
        await let_others_first(self._state, len(chunk))

    async def _write(self) -> None:
        if held := self._pieces.take():
            self._at = await _in_files(self._state, self._write_now, held, self._at)

    def _write_now(self, pieces: Sequence[bytes], offset: int) -> int:
        for piece in pieces:
            self._part.write(piece)
            if self._hashing is not None and self._hashing.offset == offset:
                self._hashing.add(piece)
            offset += len(piece)
        return offset

    async def _record(self) -> None:
        """Let the bytes reach the disk, and only then the row that acknowledges them."""
        if self._at == self._recorded:
            return
        await _in_files(self._state, self._part.synchronise)
        await _in_database(self._state, self._record_now, self._at)
        self._recorded = self._at

    def _record_now(self, offset: int) -> None:
        with self._state.database.write() as session:
            uploads.record(self._actor, session, self._state.settings, self._row.id, offset)


async def _lively(chunks: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Give what comes; raises ``TimeoutError`` where nothing does for long."""
    while True:
        try:
            async with asyncio.timeout(_SILENCE_S):
                chunk = await anext(chunks)
        except StopAsyncIteration:
            return
        yield chunk


def _find(state: AppState, actor: Actor, upload_id: str) -> UploadSession:
    with state.database.read() as session:
        return uploads.find_session(actor, session, upload_id)


def _in_database(
    state: AppState, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> Awaitable[T]:
    return in_thread(state.executors.database, function, *args, **kwargs)


def _in_files(
    state: AppState, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> Awaitable[T]:
    return in_thread(state.executors.files, function, *args, **kwargs)
