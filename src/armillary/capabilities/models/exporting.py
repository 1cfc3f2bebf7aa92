"""Taking models along by a job: asked for, listed, and given out once they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import BadRequest, Conflict, NotFound
from armillary.base.storage import Storage
from armillary.base.values import to_iso
from armillary.capabilities import datasets
from armillary.capabilities.models.registry import references
from armillary.jobs import FINISHED, Job

EXPORT_JOB = "models.export"
PROJECT = "project"
_FORMS = ("native", "onnx", PROJECT, "safetensors")
_MOST = 20
_CHUNK_BYTES = 256 * 1024


class ExportRequest(BaseModel):
    """The form, and whether the table that a model was trained on goes with a project."""

    model_config = ConfigDict(extra="ignore")

    form: Annotated[str, Field(alias="format", max_length=40)]
    with_data: bool = False


def folder_of(model_id: str) -> str:
    """Give where the written forms of a model lie."""
    return f"models/{model_id}/exports"


def submit(actor: Actor, session: Session, reference: str, given: ExportRequest) -> dict[str, Any]:
    """Have a model written in a form; gives the job.

    Raises `AppError` for a form that there is not, and where the table is gone or not ready.
    """
    actor.require("editor")
    model = references.get(actor, session, reference)
    if given.form not in _FORMS:
        raise BadRequest(
            f"format must be one of {', '.join(_FORMS)}; got {given.form!r}.", code="unknown_format"
        )
    dataset_id = None
    if given.with_data:
        if given.form != PROJECT:
            raise BadRequest("Only a project takes its table along.", code="no_table_in_this_form")
        dataset_id = _table_of(actor, session, model.dataset_id)
    params = {
        "model_id": model.id,
        "name": model.name,
        "prefix": model.prefix,
        "form": given.form,
        "dataset_id": dataset_id,
        "size_bytes": model.size_bytes,
    }
    job = jobs.submit(actor, session, EXPORT_JOB, params, subject=("model", model.id))
    return {"model_id": model.id, "job_id": job.id, "export": _to_wire(job)}


def list_exports(actor: Actor, session: Session, reference: str) -> list[dict[str, Any]]:
    """Give the forms of a model that were asked for, the newest first."""
    model = references.get(actor, session, reference)
    rows = session.scalars(_of_model(actor, model.id).order_by(Job.id.desc()).limit(_MOST))
    return [_to_wire(row) for row in rows]


def find_file(
    actor: Actor, session: Session, storage: Storage, reference: str, job_id: str
) -> dict[str, Any]:
    """Give where a written form lies, and what it is called.

    Raises `NotFound`, and `Conflict` where it is not written yet, or was not.
    """
    model = references.get(actor, session, reference)
    job = session.scalar(_of_model(actor, model.id).where(Job.id == job_id))
    if job is None:
        raise NotFound(f"There is no export {job_id!r} of this model.", code="export_not_found")
    if job.state != "succeeded" or not job.result:
        told = (job.error or {}).get("message") or f"it is {job.state}"
        raise Conflict(f"This file is not written: {told}.", code="not_written")
    found: dict[str, Any] = dict(job.result)
    if not storage.exists(found["key"]):
        raise NotFound("The file is gone; have it written again.", code="export_not_found")
    suffix = found["suffix"]
    own = suffix if suffix == f".{found['form']}" else f".{found['form']}{suffix}"
    return {**found, "filename": f"{model.id}{own}"}


def read_pieces(storage: Storage, key: str) -> Iterator[bytes]:
    """Give a file piece by piece."""
    with storage.open_read(key) as file:
        while piece := file.read(_CHUNK_BYTES):
            yield piece


def forget(actor: Actor, session: Session, model_id: str) -> None:
    """Stop what is being written of a model that is deleted; the files go with it."""
    for row in session.scalars(_of_model(actor, model_id).where(Job.state.not_in(FINISHED))).all():
        jobs.cancel(actor, session, row.id)


def _of_model(actor: Actor, model_id: str) -> sa.Select[Job]:
    return sa.select(Job).where(
        Job.workspace_id == actor.workspace_id,
        Job.kind == EXPORT_JOB,
        Job.subject_id == model_id,
    )


def _table_of(actor: Actor, session: Session, dataset_id: str | None) -> str:
    """Give the table of the training; raises `AppError` where it is gone or not ready."""
    if dataset_id is None:
        raise Conflict(
            "It is not known from which table this model learned; take it along without.",
            code="no_table",
        )
    datasets.locate_table(actor, session, dataset_id)
    return dataset_id


def _to_wire(job: Job) -> dict[str, Any]:
    result = job.result or {}
    return {
        "job_id": job.id,
        "format": job.params["form"],
        "with_data": job.params.get("dataset_id") is not None,
        "state": job.state,
        "size_bytes": result.get("size_bytes"),
        "created_at": to_iso(job.created_at),
    }
