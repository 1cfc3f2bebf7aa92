"""What is decided about explanations of models: asking for one, finding, listing, removing."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import Conflict, Invalid, NotFound, Unavailable
from armillary.base.ids import new_id
from armillary.base.storage import Storage
from armillary.base.values import to_iso, utc_now
from armillary.capabilities import datasets
from armillary.capabilities.models import findings
from armillary.capabilities.models.registry.missing import why_missing
from armillary.capabilities.models.schemas import ExplainRequest
from armillary.capabilities.models.tables import ModelExplanation, StoredModel
from armillary.learning.explain import (
    all_explanations,
    check_methods,
    is_by_default,
    why_unexplained,
)
from armillary.learning.facing import check_target

EXPLAIN = "models.explain"
NO_TABLE = "no_table"
"""The code of what is refused because the table of a model is gone."""
_NAMED = 10


def submit(
    actor: Actor, session: Session, model_id: str, given: ExplainRequest
) -> ModelExplanation:
    """Have a model explained, or give the equal explanation that is there or on its way.

    Raises `Conflict` where the model or its table does not allow it, and `Invalid` where a method
    is not known or the table lacks columns.
    """
    actor.require("editor")
    model = _get_model(actor, session, model_id)
    methods = check_methods(given.methods)
    table = table_of(actor, session, model, given.dataset_id, given.target)
    wanted = {
        "prefix": model.prefix,
        "methods": methods,
        "rows": given.rows,
        "seed": given.seed,
        "dataset_id": given.dataset_id or model.dataset_id,
        "key": table["key"],
    }
    told = {"target": table["target"], "seconds": given.seconds}
    wanted |= {name: value for name, value in told.items() if value is not None}
    known = _find_equal(session, model_id, wanted)
    if known is not None:
        return known
    explanation_id = new_id("expl")
    size = {"table_rows": table["table_rows"], "size_bytes": model.size_bytes}
    params = {"model_id": model.id, "explanation_id": explanation_id, "name": model.name, **size}
    job = jobs.submit(actor, session, EXPLAIN, {**params, **wanted}, subject=("model", model.id))
    row = ModelExplanation(
        id=explanation_id,
        workspace_id=actor.workspace_id,
        model_id=model.id,
        job_id=job.id,
        state="computing",
        asked=wanted,
        notes=[],
        created_by=actor.id,
        created_at=utc_now(),
    )
    session.add(row)
    return row


def table_of(
    actor: Actor,
    session: Session,
    model: StoredModel,
    dataset_id: str | None,
    target: str | None,
) -> dict[str, Any]:
    """Give ``{key, table_rows, target}``: with which table a model is to be explained, and what.

    ``target`` is None where the model has one or none.
    """
    why = why_unexplained(model.task)
    if why is not None:
        raise Conflict(why, code="not_explainable")
    explained = check_target(target, [one["name"] for one in model.targets or ()])
    wanted = dataset_id or model.dataset_id
    if wanted is None:
        raise Conflict(_NO_TABLE, code=NO_TABLE)
    try:
        key, rows, columns = datasets.locate_table(actor, session, wanted)
    except NotFound:
        if dataset_id is not None:
            raise
        raise Conflict(_NO_TABLE, code=NO_TABLE) from None
    _require_columns(model, columns)
    return {"key": key, "table_rows": rows, "target": explained}


def list_explanations(actor: Actor, session: Session, model_id: str) -> dict[str, Any]:
    """Give the explanations of a model, newest first, the ways there are, and why none can be."""
    model = _get_model(actor, session, model_id)
    mine = sa.select(ModelExplanation).where(ModelExplanation.model_id == model_id)
    rows = session.scalars(mine.order_by(ModelExplanation.id.desc()))
    return {
        "explanations": [to_wire(row, model.prefix) for row in rows],
        "methods": [
            {
                "id": one.id,
                "name": one.name,
                "description": one.description,
                "reading": one.reading,
                "by_default": is_by_default(one),
            }
            for one in all_explanations().values()
        ],
        "why_not": why_unexplained(model.task),
    }


def read(
    actor: Actor, session: Session, storage: Storage, model_id: str, explanation_id: str
) -> dict[str, Any]:
    """Give an explanation and, once it is ready, ``results`` by method."""
    model = _get_model(actor, session, model_id)
    row = find(actor, session, model_id, explanation_id)
    shown = to_wire(row, model.prefix)
    if row.state != "ready" or row.file_path is None:
        return {"explanation": shown, "results": None}
    if shown["stale"]:
        raise Conflict(
            "The model was trained on after it was explained. Explain it again.",
            code="explanation_stale",
        )
    missing = Unavailable(
        "The file of this explanation is gone from the storage; explain the model again.",
        code="explanation_missing",
    )
    found = findings.read(storage, row.file_path, missing)
    return {"explanation": shown, "results": found}


def find(actor: Actor, session: Session, model_id: str, explanation_id: str) -> ModelExplanation:
    """Give an explanation of a model of the actor's workspace; raises `NotFound`."""
    row = session.get(ModelExplanation, explanation_id)
    if row is None or (row.workspace_id, row.model_id) != (actor.workspace_id, model_id):
        raise NotFound(
            f"There is no explanation {explanation_id!r} of this model.",
            code="explanation_not_found",
        )
    return row


def delete(
    actor: Actor, session: Session, storage: Storage, model_id: str, explanation_id: str
) -> None:
    """Remove an explanation; one that is being computed is stopped."""
    actor.require("editor")
    row = find(actor, session, model_id, explanation_id)
    findings.remove(actor, session, row)
    key = row.file_path
    if key is not None:
        after_commit(session, lambda _: storage.delete(key))


def forget(actor: Actor, session: Session, model_id: str) -> None:
    """Remove all explanations of a model; their files go with those of the model."""
    mine = sa.select(ModelExplanation).where(ModelExplanation.model_id == model_id)
    for row in session.scalars(mine).all():
        findings.remove(actor, session, row)


def to_wire(row: ModelExplanation, prefix: str) -> dict[str, Any]:
    """Give an explanation as JSON, without what was found; ``prefix`` is the model as it is now."""
    hidden = ("prefix", "key")
    asked = {name: value for name, value in row.asked.items() if name not in hidden}
    return {
        "id": row.id,
        "model_id": row.model_id,
        "job_id": row.job_id,
        "state": row.state,
        **asked,
        "stale": row.asked["prefix"] != prefix,
        "notes": row.notes,
        "error": row.error,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
    }


_NO_TABLE = (
    "The table that this model was trained on is gone, and explaining a model takes rows to ask it "
    "about. Choose another table that has its columns."
)


def _get_model(actor: Actor, session: Session, model_id: str) -> StoredModel:
    row = session.get(StoredModel, model_id)
    if row is None or row.workspace_id != actor.workspace_id:
        raise why_missing(actor, session, model_id)
    return row


def _require_columns(model: StoredModel, known: Sequence[str]) -> None:
    there = set(known)
    missing = [one["name"] for one in model.features if one["name"] not in there]
    if missing:
        named = ", ".join(map(repr, missing[:_NAMED]))
        raise Invalid(
            f"The table lacks {named}, which the model needs. Choose a table that has its columns.",
            code="missing_columns",
        )


def _find_equal(session: Session, model_id: str, asked: dict[str, Any]) -> ModelExplanation | None:
    mine = sa.select(ModelExplanation).where(ModelExplanation.model_id == model_id)
    rows = session.scalars(
        mine.where(ModelExplanation.state != "failed").order_by(ModelExplanation.id)
    )
    return findings.find_equal(rows, asked)
