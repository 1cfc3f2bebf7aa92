"""Bringing models in that were trained elsewhere: stored as they come, looked at by a job."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

from starlette.requests import ClientDisconnect

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.errors import BadRequest, NotFound
from armillary.base.executors import in_thread
from armillary.base.ids import new_id
from armillary.base.state import AppState
from armillary.base.storage import Storage
from armillary.base.values import to_iso, utc_now
from armillary.capabilities import datasets
from armillary.capabilities.models import service
from armillary.capabilities.models.registry.missing import model_id_of
from armillary.learning.brought.forms import form_of

BRING_IN = "models.bring_in"
_WAIT_S = 60.0
_MEGABYTE = 1 << 20
_LONGEST_NAME = 200


@dataclass(frozen=True)
class StoredFile:
    """A file that is to become a model."""

    job_id: str
    filename: str
    size_bytes: int
    sha256: str


async def receive(
    state: AppState, actor: Actor, chunks: AsyncIterator[bytes], content_type: str
) -> tuple[str, str]:
    """Store the file of a form as it arrives and submit the job that looks at it; gives both ids.

    Raises `TooLarge` as soon as the file is over the limit. Whatever ends it before the end of the
    form, nothing is left behind.
    """
    job_id = new_id("job")
    part = datasets.FilePart(content_type)
    async with datasets.Incoming(state, incoming_key(job_id), "max_model_mb") as incoming:
        try:
            async for chunk in chunks:
                await incoming.write(part.feed(chunk))
        except ClientDisconnect:
            raise BadRequest("The upload was cut off; send the file again.") from None
        part.finish()
        form_of(part.filename)
        if incoming.size_bytes == 0:
            raise BadRequest("The file is empty; bring the model itself.", code="empty_file")
        await incoming.flush()
    file = StoredFile(job_id, part.filename, incoming.size_bytes, incoming.sha256)
    return await in_thread(
        state.executors.database, submit, actor, state.database, state.storage, file
    )


def bring_in(
    actor: Actor,
    database: Database,
    storage: Storage,
    filename: str,
    chunks: Iterable[bytes],
    *,
    reserved_for: str | None = None,
) -> tuple[str, str]:
    """Store a file from a program's own bytes and submit the job; gives both ids."""
    actor.require("editor")
    form_of(filename)
    job_id = new_id("job")
    with storage.write(incoming_key(job_id)) as file:
        for chunk in chunks:
            file.write(chunk)
    stored = StoredFile(job_id, filename, file.size_bytes, file.sha256)
    return submit(actor, database, storage, stored, reserved_for=reserved_for)


def submit(
    actor: Actor,
    database: Database,
    storage: Storage,
    file: StoredFile,
    *,
    reserved_for: str | None = None,
) -> tuple[str, str]:
    """Submit the job of a stored file and give both ids; where that fails, the file goes."""
    model_id = model_id_of(file.job_id)
    params = {
        "model_id": model_id,
        "filename": _plain_name(file.filename),
        "form": form_of(file.filename).id,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
    }
    try:
        with database.write() as session:
            actor.require("editor")
            jobs.submit(
                actor, session, BRING_IN, params, reserved_for=reserved_for, job_id=file.job_id
            )
            return model_id, file.job_id
    except BaseException:
        storage.delete_prefix(f"incoming/{file.job_id}")
        raise


async def answer(state: AppState, actor: Actor, model_id: str, job_id: str) -> dict[str, Any]:
    """Give what is known of a model once its job has ended, or after a minute.

    Raises the error that the file has earned.
    """
    job = await jobs.wait(state, job_id, _WAIT_S)
    if job.state in ("failed", "cancelled", "lost"):
        told = job.error or {"code": "not_brought_in", "message": "The model was not taken in."}
        raise BadRequest(str(told["message"]), code=str(told["code"]))
    return await in_thread(state.executors.database, _describe, state, actor, model_id, job)


def incoming_key(job_id: str) -> str:
    """Give where a file lies until its job has looked at it."""
    return f"incoming/{job_id}/model"


def _describe(state: AppState, actor: Actor, model_id: str, job: Any) -> dict[str, Any]:
    size = int(job.params["size_bytes"])
    known = {
        "model_id": model_id,
        "job_id": job.id,
        "filename": job.params["filename"],
        "file_size": size,
        "file_size_mb": round(size / _MEGABYTE, 2),
        "upload_date": to_iso(job.created_at or utc_now()),
    }
    try:
        with state.database.read() as session:
            row = service.get_model(actor, session, model_id)
    except NotFound:
        unknown = {"framework": None, "model_type": "unknown", "state": job.state}
        return {**known, **unknown, "message": "The model is still being looked at."}
    brought = row.brought or {}
    return {
        **known,
        "framework": brought.get("framework"),
        "model_type": brought.get("model_type", "unknown"),
        "notes": brought.get("notes", []),
        "message": "Model uploaded successfully",
    }


def _plain_name(filename: str) -> str:
    """Give a file's name as it may be shown: without folders and signs that control."""
    last = PurePath(filename.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f]", "", last)[-_LONGEST_NAME:] or "model"
