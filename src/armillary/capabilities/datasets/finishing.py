"""The end of an upload in pieces: its hash, its place in storage, the dataset and its import."""

from typing import Any

from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import BadRequest
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.base.storage import Storage
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets import upload_sessions as uploads
from armillary.capabilities.datasets.part_files import BytesLost, Hashes, Hashing, open_part
from armillary.capabilities.datasets.receiving import hashes_of
from armillary.capabilities.datasets.service import StoredUpload
from armillary.capabilities.datasets.tables import Dataset, UploadSession


class OtherBytes(BadRequest):
    """What came does not have the hash that its sender told."""

    code = "hash_mismatch"


async def finish_upload(
    state: AppState, actor: Actor, upload_id: str, sha256: str | None
) -> dict[str, Any]:
    """Make the dataset of an upload whose bytes are all there; gives it with its import job.

    Asked for again, also after a crash in its middle, it gives the same dataset. Raises
    `WrongOffset` where bytes are missing and `OtherBytes` where the hash is another one.
    """
    database, files = state.executors.database, state.executors.files
    row, made = await in_thread(database, _look, state, actor, upload_id)
    if row.state == "finished":
        return made
    content_hash = await in_thread(files, _store, state.storage, row, hashes_of(state))
    for told in (row.sha256, sha256):
        if told is not None and told != content_hash:
            await in_thread(database, _give_up, state, actor, upload_id)
            raise OtherBytes(
                f"The bytes that came have the SHA-256 {content_hash}, not {told} as was told. "
                "The file has changed meanwhile, or bytes were lost; upload it again."
            )
    return await in_thread(database, _register, state, actor, row, content_hash)


def _look(state: AppState, actor: Actor, upload_id: str) -> tuple[UploadSession, dict[str, Any]]:
    with state.database.read() as session:
        row = uploads.find_session(actor, session, upload_id)
        if row.state == "open" and row.offset_bytes != row.size_bytes:
            raise uploads.WrongOffset(
                row.offset_bytes,
                f"{row.offset_bytes:,} of {row.size_bytes:,} bytes are here; send the rest first.",
            )
        return row, uploads.to_answer(row, session.get(Dataset, row.dataset_id))


def _store(storage: Storage, row: UploadSession, hashes: Hashes) -> str:
    """Move the part file into storage and give its hash; it may have been moved before."""
    key = service.original_key(row.dataset_id)
    hashing = hashes.take(row.id, row.size_bytes) or Hashing()
    path = uploads.part_path(storage, row.id)
    try:
        with open_part(path, may_create=row.size_bytes == 0) as part:
            part.begin(row.size_bytes)
            content_hash = part.hash(hashing)
            storage.adopt(key, path)
            return content_hash
    except BytesLost:
        if not storage.exists(key):
            raise
    with storage.open_read(key) as file:
        return Hashing().finish(file)


def _register(
    state: AppState, actor: Actor, row: UploadSession, content_hash: str
) -> dict[str, Any]:
    """Make the dataset and its import in one commit with the end of the upload."""
    with state.database.write() as session:
        found = session.get(UploadSession, row.id, with_for_update=True)
        if found is None:  # given up meanwhile
            after_commit(
                session, lambda _: state.storage.delete_prefix(service.prefix_of(row.dataset_id))
            )
        elif found.state == "finished":
            return uploads.to_answer(found, session.get(Dataset, found.dataset_id))
        else:
            stored = StoredUpload(
                row.dataset_id, row.filename, row.size_bytes, content_hash, row.options
            )
            dataset = service.add(actor, session, stored)
            found.state, found.job_id = "finished", dataset.job_id
            return uploads.to_answer(found, dataset)
    raise BytesLost


def _give_up(state: AppState, actor: Actor, upload_id: str) -> None:
    with state.database.write() as session:
        uploads.discard(actor, session, state.storage, upload_id)
