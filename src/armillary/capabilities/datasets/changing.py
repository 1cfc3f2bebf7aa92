"""Changing what is known of a dataset: its name, what its columns mean, how its file is read."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict, Invalid
from armillary.base.storage import Storage
from armillary.capabilities.datasets import events, service
from armillary.capabilities.datasets.columns.types import ColumnType
from armillary.capabilities.datasets.reading_options import ImportOptions
from armillary.capabilities.datasets.schema import ColumnEntry, overrule
from armillary.capabilities.datasets.tables import Dataset


def rename(actor: Actor, session: Session, dataset_id: str, name: str) -> Dataset:
    """Give a dataset another name."""
    actor.require("editor")
    row = service.find(actor, session, dataset_id, with_schema=True)
    with events.changing(session, row):
        row.name = name
    return row


def overrule_meanings(
    actor: Actor, session: Session, dataset_id: str, meanings: Mapping[str, ColumnType | None]
) -> Dataset:
    """Say what columns mean; None goes back to what was found out. Raises `Invalid`."""
    actor.require("editor")
    row = service.find_ready(actor, session, dataset_id)
    entries: list[ColumnEntry] = list(row.schema or [])
    _refuse_unknown(meanings, [entry["name"] for entry in entries])
    kept = {**(row.meanings or {}), **meanings}
    with events.changing(session, row):
        row.meanings = {name: meaning for name, meaning in kept.items() if meaning is not None}
        row.schema = [
            overrule(entry, kept[entry["name"]]) if entry["name"] in kept else entry
            for entry in entries
        ]
    return row


def import_again(
    actor: Actor, session: Session, storage: Storage, dataset_id: str, options: ImportOptions
) -> Dataset:
    """Submit another import of the file that a dataset was made of, read as is said.

    The table stays what it is until the new one is whole, and where that fails. Raises `Conflict`
    where the file is not kept, or a job works on the dataset.
    """
    actor.require("editor")
    row = service.find_ready(actor, session, dataset_id)
    if not storage.exists(service.original_key(row.id)):
        raise Conflict(
            f"{row.name!r} was not made of a file that is kept; there is nothing to import again.",
            code="no_original",
        )
    service.refuse_while_used(session, row)
    job = jobs.submit(
        actor,
        session,
        service.IMPORT,
        {
            "dataset_id": row.id,
            "filename": row.filename,
            "size_bytes": row.size_bytes,
            "reading": options.to_json(),
            "is_again": True,
        },
        subject=("dataset", row.id),
    )
    with events.changing(session, row):
        row.job_id, row.import_error = job.id, None
    return row


def reading_of(actor: Actor, session: Session, dataset_id: str) -> dict[str, Any]:
    """Give what was said about how a dataset's file is read, and of its columns."""
    row = service.find(actor, session, dataset_id)
    return {
        "dataset_id": row.id,
        "options": ImportOptions.model_validate(row.reading or {}).model_dump(mode="json"),
        "meanings": row.meanings or {},
    }


def _refuse_unknown(given: Mapping[str, Any], known: list[str]) -> None:
    unknown = [name for name in given if name not in set(known)]
    if unknown:
        near = get_close_matches(unknown[0], known, n=1)
        hint = f"did you mean {near[0]!r}?" if near else "see its list of columns."
        raise Invalid(f"There is no column {unknown[0]!r}; {hint}", code="unknown_column")
