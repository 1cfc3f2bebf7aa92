"""Taking files in: from a program's own bytes, or from a form while it arrives."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from types import TracebackType
from typing import Any, Self

from starlette.requests import ClientDisconnect

from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.errors import BadRequest, TooLarge
from armillary.base.executors import in_thread
from armillary.base.ids import new_id
from armillary.base.state import AppState
from armillary.base.storage import Storage, Writing
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.courtesy import let_others_first
from armillary.capabilities.datasets.forms import FilePart
from armillary.capabilities.datasets.pieces import Pieces
from armillary.capabilities.datasets.reading_options import parse_options
from armillary.capabilities.datasets.service import StoredUpload
from armillary.capabilities.datasets.wire import MEGABYTE, to_wire


def submit_upload(
    actor: Actor,
    database: Database,
    storage: Storage,
    filename: str,
    chunks: Iterable[bytes],
    *,
    reserved_for: str | None = None,
    reading: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Store a file and submit its import; gives the dataset, whose ``job_id`` is to be waited for.

    ``reserved_for`` names the one worker that may take the job; ``reading`` says how the file is to
    be read.
    """
    actor.require("editor")
    upload = replace(store_file(storage, filename, chunks), reading=reading)
    return register(actor, database, storage, upload, reserved_for)


def store_file(storage: Storage, filename: str, chunks: Iterable[bytes]) -> StoredUpload:
    """Store a file under the id of a dataset that is to be made of it, by `begin_import`."""
    dataset_id = new_id("ds")
    with storage.write(service.original_key(dataset_id)) as file:
        for chunk in chunks:
            file.write(chunk)
    return StoredUpload(dataset_id, filename, file.size_bytes, file.sha256)


def drop_file(storage: Storage, upload: StoredUpload) -> None:
    """Remove a stored file of which no dataset was made."""
    storage.delete_prefix(service.prefix_of(upload.dataset_id))


@dataclass(frozen=True)
class Taken:
    """What an address takes: the setting that bounds it in MB, and names that end so."""

    limit: str = "max_upload_mb"
    suffix: str = ""


_ANY = Taken()


async def receive_upload(
    state: AppState,
    actor: Actor,
    chunks: AsyncIterator[bytes],
    content_type: str,
    *,
    taken: Taken = _ANY,
) -> dict[str, Any]:
    """Store the file of a form as it arrives and submit its import; gives the dataset.

    Raises `TooLarge` as soon as the file is over the limit, without reading on. Whatever ends it
    before the end of the form, nothing is left behind.
    """
    dataset_id = new_id("ds")
    part = FilePart(content_type)
    async with Incoming(state, service.original_key(dataset_id), taken.limit) as incoming:
        try:
            async for chunk in chunks:
                await incoming.write(part.feed(chunk))
        except ClientDisconnect:
            # Nobody hears this answer, and nothing here went wrong.
            raise BadRequest("The upload was cut off; send the file again.") from None
        part.finish()
        if not part.filename.lower().endswith(taken.suffix):
            raise BadRequest(
                f"Only {taken.suffix} files are accepted here; got {part.filename[-200:]!r}.",
                code="wrong_suffix",
            )
        await incoming.flush()
        options = parse_options(part.options.decode("utf-8", "replace")).to_json()
    upload = StoredUpload(dataset_id, part.filename, incoming.size_bytes, incoming.sha256, options)
    return await in_thread(
        state.executors.database, register, actor, state.database, state.storage, upload, None
    )


def register(
    actor: Actor,
    database: Database,
    storage: Storage,
    upload: StoredUpload,
    reserved_for: str | None,
) -> dict[str, Any]:
    """Make the dataset of a stored file; where that fails, the file goes."""
    try:
        with database.write() as session:
            row = service.add(actor, session, upload, reserved_for=reserved_for)
            return to_wire(row)
    except BaseException:
        storage.delete_prefix(service.prefix_of(upload.dataset_id))
        raise


class Incoming:
    """A file on its way into storage, written by threads, dropped unless all of it came."""

    def __init__(self, state: AppState, key: str, limit: str) -> None:
        self._state = state
        self._key = key
        self._limit = limit
        self._limit_mb = int(getattr(state.settings, limit))
        self._stack = ExitStack()
        self._pieces = Pieces()
        self.size_bytes = 0
        self.sha256 = ""

    async def __aenter__(self) -> Self:
        self._file: Writing = await self._in_thread(
            self._stack.enter_context, self._state.storage.write(self._key)
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._in_thread(self._stack.__exit__, kind, error, traceback)

    async def write(self, data: bytes) -> None:
        """Take more bytes; raises `TooLarge` where that is too much."""
        self.size_bytes += len(data)
        if self.size_bytes > self._limit_mb * MEGABYTE:
            raise TooLarge(
                f"At most {self._limit_mb:,} MB are accepted in one file "
                f"(ARMILLARY_{self._limit.upper()})."
            )
        self._pieces.add(data)
        if self._pieces.are_many:
            await self._write_held()
        await let_others_first(self._state, len(data))

    async def flush(self) -> None:
        """Write what is left; the hash is that of the whole file then."""
        await self._write_held()
        self.sha256 = self._file.sha256

    async def _write_held(self) -> None:
        if held := self._pieces.take():
            await self._in_thread(_write_all, self._file, held)

    async def _in_thread(self, function: Any, *arguments: Any) -> Any:
        return await in_thread(self._state.executors.files, function, *arguments)


def _write_all(file: Writing, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
