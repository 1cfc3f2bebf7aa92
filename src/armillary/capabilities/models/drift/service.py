"""What is decided about reports of drift: asking for one, listing, reading, removing."""

from typing import Annotated, Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import Conflict, NotFound, Unavailable
from armillary.base.ids import new_id
from armillary.base.storage import Storage
from armillary.base.values import to_iso, utc_now
from armillary.capabilities import datasets
from armillary.capabilities.models import findings
from armillary.capabilities.models.drift.tables import ModelDrift
from armillary.capabilities.models.registry import references
from armillary.capabilities.models.tables import StoredModel

DRIFT = "models.drift"


class DriftRequest(BaseModel):
    """The table of new rows; ``seed`` is that of the chance by which intervals are found."""

    model_config = ConfigDict(extra="ignore")

    dataset_id: str
    seed: Annotated[int, Field(ge=0, le=2**32 - 1)] = 0


def submit(actor: Actor, session: Session, reference: str, given: DriftRequest) -> ModelDrift:
    """Have a table compared, or give the equal report that is there or on its way.

    Raises `NotFound`, and `Conflict` where the table is not ready or has no rows.
    """
    actor.require("editor")
    model = references.get(actor, session, reference)
    key, rows, _ = datasets.locate_table(actor, session, given.dataset_id)
    if not rows:
        raise Conflict("This table has no rows, so there is nothing to compare.", code="no_rows")
    asked = {
        "prefix": model.prefix,
        "new_key": key,
        "then_key": _key_of_training(actor, session, model),
        "seed": given.seed,
    }
    known = _find_equal(session, model.id, asked)
    if known is not None:
        return known
    drift_id = new_id("drift")
    name = datasets.get_dataset(actor, session, given.dataset_id)["name"]
    params = {
        **asked,
        "model_id": model.id,
        "drift_id": drift_id,
        "name": f"{name} with what {model.name} learned from",
        "size_bytes": model.size_bytes,
        "rows": rows,
    }
    job = jobs.submit(actor, session, DRIFT, params, subject=("model", model.id))
    row = ModelDrift(
        id=drift_id,
        workspace_id=actor.workspace_id,
        model_id=model.id,
        job_id=job.id,
        dataset_id=given.dataset_id,
        state="computing",
        asked=asked,
        created_by=actor.id,
        created_at=utc_now(),
    )
    session.add(row)
    return row


def list_reports(actor: Actor, session: Session, reference: str) -> list[dict[str, Any]]:
    """Give the reports of a model, the newest first."""
    model = references.get(actor, session, reference)
    mine = sa.select(ModelDrift).where(ModelDrift.model_id == model.id)
    rows = session.scalars(mine.order_by(ModelDrift.id.desc()).limit(100))
    return [to_wire(row) for row in rows]


def read(
    actor: Actor, session: Session, storage: Storage, reference: str, drift_id: str
) -> dict[str, Any]:
    """Give a report and, once it is ready, what was ``found``."""
    model = references.get(actor, session, reference)
    row = _find(actor, session, model.id, drift_id)
    if row.state != "ready" or row.file_path is None:
        return {"report": to_wire(row), "found": None}
    missing = Unavailable(
        "The file of this report is gone from the storage; compare the table again.",
        code="drift_missing",
    )
    found = findings.read(storage, row.file_path, missing)
    return {"report": to_wire(row), "found": found}


def delete(actor: Actor, session: Session, storage: Storage, reference: str, drift_id: str) -> None:
    """Remove a report; one that is being computed is stopped."""
    actor.require("editor")
    model = references.get(actor, session, reference)
    row = _find(actor, session, model.id, drift_id)
    findings.remove(actor, session, row)
    if (key := row.file_path) is not None:
        after_commit(session, lambda _: storage.delete(key))


def forget(actor: Actor, session: Session, model_id: str) -> None:
    """Remove all reports of a model; their files go with those of the model."""
    for row in session.scalars(sa.select(ModelDrift).where(ModelDrift.model_id == model_id)).all():
        findings.remove(actor, session, row)


def to_wire(row: ModelDrift) -> dict[str, Any]:
    """Give a report as JSON, without what was found."""
    return {
        "id": row.id,
        "model_id": row.model_id,
        "job_id": row.job_id,
        "dataset_id": row.dataset_id,
        "state": row.state,
        "verdict": row.verdict,
        "error": row.error,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
    }


def _key_of_training(actor: Actor, session: Session, model: StoredModel) -> str | None:
    """Give where the table of the training lies; None where it is gone."""
    if model.dataset_id is None:
        return None
    try:
        return datasets.locate_table(actor, session, model.dataset_id)[0]
    except (NotFound, Conflict):
        return None


def _find(actor: Actor, session: Session, model_id: str, drift_id: str) -> ModelDrift:
    row = session.get(ModelDrift, drift_id)
    if row is None or (row.workspace_id, row.model_id) != (actor.workspace_id, model_id):
        raise NotFound(f"There is no report {drift_id!r} of this model.", code="drift_not_found")
    return row


def _find_equal(session: Session, model_id: str, asked: dict[str, Any]) -> ModelDrift | None:
    mine = sa.select(ModelDrift).where(
        ModelDrift.model_id == model_id, ModelDrift.state != "failed"
    )
    return findings.find_equal(session.scalars(mine), asked)
