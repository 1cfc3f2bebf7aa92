"""Where a model comes from: data, preparation, parameters, code, person, and other models."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.base.storage import Storage
from armillary.base.values import to_iso
from armillary.capabilities import datasets
from armillary.capabilities.models.bundles import read_manifest
from armillary.capabilities.models.registry import history, references
from armillary.capabilities.models.tables import StoredModel
from armillary.jobs.contract import JobContext

_MOST_CHILDREN = 100
_KEPT = {"name": "name", "version": "version", "hash": "content_hash", "rows": "rows"}
_OF_DATASET = ("id", "name", "rows", "columns", "content_hash", "version", "derived_from")


def lineage_of(
    job: JobContext, dataset_id: str | None, *, parent_id: str | None = None
) -> dict[str, Any]:
    """Give what a bundle says of where its model comes from, as things stand when it is kept."""
    with job.read() as session:
        found = find_dataset(job.actor, session, dataset_id) or {}
    known = {f"dataset_{word}": found.get(name) for word, name in _KEPT.items()}
    who = {"dataset_id": dataset_id, "job_id": job.id, "created_by": job.actor.id}
    return {**who, "parent_id": parent_id, **known}


def find_dataset(actor: Actor, session: Session, dataset_id: str | None) -> dict[str, Any] | None:
    """Give what tells one table from another; None where it is gone."""
    if dataset_id is None:
        return None
    try:
        wire = datasets.get_dataset(actor, session, dataset_id)
    except NotFound:
        return None
    return {name: wire[name] for name in _OF_DATASET}


def read(actor: Actor, session: Session, storage: Storage, reference: str) -> dict[str, Any]:
    """Give the lineage of a model, with the models that it comes from and that come from it."""
    row = references.get(actor, session, reference)
    manifest = read_manifest(storage, row.prefix) or {}
    kept = manifest.get("lineage") or {}
    now = find_dataset(actor, session, row.dataset_id)
    then = kept.get("dataset_hash")
    return {
        "model_id": row.id,
        "run_id": row.job_id,
        "session_id": kept.get("session_id"),
        "source": kept.get("source"),
        "dataset": {
            "id": row.dataset_id,
            "name": kept.get("dataset_name") or (now or {}).get("name"),
            "version": kept.get("dataset_version"),
            "content_hash": then,
            "rows": kept.get("dataset_rows"),
            "is_there": now is not None,
            "is_same": None if now is None or then is None else now["content_hash"] == then,
        },
        "data_hash": manifest.get("data_hash"),
        "schema_hash": manifest.get("schema_hash"),
        "seed": manifest.get("seed"),
        "versions": manifest.get("versions") or {},
        "files": manifest.get("files") or {},
        "checksum": manifest.get("checksum"),
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
        "parent": _parent(actor, session, row),
        "children": [
            _brief(child) for child in session.scalars(_children_of(row).limit(_MOST_CHILDREN))
        ],
        "history": history.of_model(session, row.id),
    }


def _children_of(row: StoredModel) -> sa.Select[StoredModel]:
    mine = sa.select(StoredModel).where(StoredModel.workspace_id == row.workspace_id)
    return mine.where(StoredModel.parent_id == row.id).order_by(StoredModel.id.desc())


def _parent(actor: Actor, session: Session, row: StoredModel) -> dict[str, Any] | None:
    """Give the model that it went on from; without a name where that was deleted."""
    if row.parent_id is None:
        return None
    parent = session.get(StoredModel, row.parent_id)
    if parent is None or parent.workspace_id != actor.workspace_id:
        return {"id": row.parent_id, "name": None, "algorithm_name": None, "registered": None}
    return _brief(parent)


def _brief(row: StoredModel) -> dict[str, Any]:
    version = row.registered_name and f"{row.registered_name}/{row.number}"
    return {
        "id": row.id,
        "name": row.name,
        "algorithm_name": row.algorithm_name,
        "registered": version,
    }
