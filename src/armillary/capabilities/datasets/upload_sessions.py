"""What is decided about uploads that come in pieces: begin, find, go on, give up, forget."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.disk import check_room
from armillary.base.errors import Conflict, NotFound, TooLarge, TooMany
from armillary.base.ids import new_id
from armillary.base.storage import Storage
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.schemas import UploadRequest
from armillary.capabilities.datasets.tables import Dataset, UploadSession
from armillary.capabilities.datasets.wire import MEGABYTE, to_wire
from armillary.settings import Settings

CHUNK_BYTES = 8 * MEGABYTE
"""How much a client had best send at a time: what it sends again where a connection is cut."""

HEAD_BYTES = MEGABYTE
"""The first bytes whose hash tells whether a file is the one that was begun."""


class WrongOffset(Conflict):
    """A piece was to begin elsewhere than where the bytes on the disk end."""

    code = "wrong_offset"

    def __init__(self, offset: int, message: str) -> None:
        super().__init__(message, extra={"offset": offset}, headers={"Upload-Offset": str(offset)})


def begin(
    actor: Actor, session: Session, storage: Storage, settings: Settings, asked: UploadRequest
) -> dict[str, Any]:
    """Make room for a file that will come in pieces.

    Gives ``{dataset_id, recognised}`` instead where these very bytes are a dataset already and the
    client asked to be told so. Raises `TooLarge`, `TooMany` or `DiskFull`.
    """
    actor.require("editor")
    same = service.find_same(actor, session, asked.sha256) if asked.sha256 else None
    if same is not None and asked.recognise:
        dataset = to_wire(service.find(actor, session, same))
        return {"recognised": True, "dataset_id": same, "dataset": dataset}
    if asked.size_bytes > settings.max_upload_mb * MEGABYTE:
        raise TooLarge(
            f"At most {settings.max_upload_mb:,} MB are accepted in one file "
            f"(ARMILLARY_MAX_UPLOAD_MB); this one has {asked.size_bytes / MEGABYTE:,.1f} MB."
        )
    _check_number(actor, session, settings)
    row = _new(actor, settings, asked)
    check_room(part_path(storage, row.id).parent, asked.size_bytes)
    session.add(row)
    return {**to_session_wire(row), "duplicate_of": same}


def find_session(actor: Actor, session: Session, upload_id: str) -> UploadSession:
    """Give an upload of the actor's workspace; raises `NotFound`."""
    row = session.get(UploadSession, upload_id)
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound(
            f"There is no upload {upload_id!r} in this workspace. It may have been given up, or "
            "have waited too long for its next bytes; begin a new one.",
            code="upload_not_found",
        )
    return row


def list_open(actor: Actor, session: Session, *, mine: bool = False) -> list[dict[str, Any]]:
    """Give the unfinished uploads of the workspace, newest first."""
    found = sa.select(UploadSession).where(
        UploadSession.workspace_id == actor.workspace_id, UploadSession.state == "open"
    )
    if mine:
        found = found.where(UploadSession.created_by == actor.id)
    return [
        to_session_wire(row) for row in session.scalars(found.order_by(UploadSession.id.desc()))
    ]


def check_offset(row: UploadSession, offset: int) -> None:
    """Raise `WrongOffset` unless the next piece begins at this offset."""
    if row.state == "finished":
        raise Conflict("This upload is finished; its file is a dataset.", code="upload_finished")
    if offset != row.offset_bytes:
        raise WrongOffset(
            row.offset_bytes,
            f"The next bytes of this upload begin at {row.offset_bytes:,}; got {offset:,}.",
        )


def record(actor: Actor, session: Session, settings: Settings, upload_id: str, offset: int) -> None:
    """Note that so many bytes are on the disk for good."""
    row = find_session(actor, session, upload_id)
    row.offset_bytes = offset
    row.updated_at = utc_now()
    row.expires_at = _expiry(settings, row.updated_at)


def discard(actor: Actor, session: Session, storage: Storage, upload_id: str) -> None:
    """Give an upload up; of a finished one only its trace goes, the dataset stays."""
    actor.require("editor")
    _remove(session, storage, find_session(actor, session, upload_id))


def remove_expired(session: Session, storage: Storage, most: int) -> int:
    """Remove uploads that waited too long for their next bytes; gives how many."""
    expired = sa.select(UploadSession).where(UploadSession.expires_at < utc_now())
    rows = session.scalars(expired.limit(most).with_for_update()).all()
    for row in rows:
        _remove(session, storage, row)
    return len(rows)


def part_path(storage: Storage, upload_id: str) -> Path:
    """Give where the bytes of an upload are gathered."""
    return storage.part_path(f"datasets/{upload_id}")


def to_session_wire(row: UploadSession) -> dict[str, Any]:
    """Give an upload as JSON."""
    return {
        "upload_id": row.id,
        "state": row.state,
        "filename": row.filename,
        "size_bytes": row.size_bytes,
        "offset": row.offset_bytes,
        "chunk_bytes": CHUNK_BYTES,
        "head_sha256": row.head_sha256,
        "dataset_id": row.dataset_id if row.state == "finished" else None,
        "job_id": row.job_id,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
        "updated_at": to_iso(row.updated_at),
        "expires_at": to_iso(row.expires_at),
    }


def to_answer(row: UploadSession, dataset: Dataset | None) -> dict[str, Any]:
    """Give what finishing answers, also when it is asked for again."""
    shown = None if dataset is None else to_wire(dataset)
    return {"dataset_id": row.dataset_id, "job_id": row.job_id, "dataset": shown}


def _check_number(actor: Actor, session: Session, settings: Settings) -> None:
    number = sa.select(sa.func.count()).select_from(UploadSession)
    mine = number.where(
        UploadSession.workspace_id == actor.workspace_id, UploadSession.state == "open"
    )
    if (session.scalar(mine) or 0) >= settings.max_open_uploads:
        raise TooMany(
            f"This workspace has {settings.max_open_uploads} unfinished uploads, as many as it "
            "may have (ARMILLARY_MAX_OPEN_UPLOADS). Finish some of them, or give them up.",
            code="too_many_uploads",
        )


def _new(actor: Actor, settings: Settings, asked: UploadRequest) -> UploadSession:
    now = utc_now()
    return UploadSession(
        id=new_id("upl"),
        workspace_id=actor.workspace_id,
        state="open",
        filename=service.clean_filename(asked.filename),
        size_bytes=asked.size_bytes,
        offset_bytes=0,
        sha256=asked.sha256,
        head_sha256=asked.head_sha256,
        options=asked.options and asked.options.to_json(),
        dataset_id=new_id("ds"),
        created_by=actor.id,
        created_at=now,
        updated_at=now,
        expires_at=_expiry(settings, now),
    )


def _expiry(settings: Settings, now: datetime) -> datetime:
    return now + timedelta(hours=settings.upload_kept_hours)


def _remove(session: Session, storage: Storage, row: UploadSession) -> None:
    session.delete(row)
    if row.state == "finished":
        return
    path, prefix = part_path(storage, row.id), service.prefix_of(row.dataset_id)

    def remove_bytes(_: Session) -> None:
        path.unlink(missing_ok=True)
        # Where finishing was cut between moving the file and making the dataset.
        storage.delete_prefix(prefix)

    after_commit(session, remove_bytes)
