"""What depends on a model, to be shown before it is removed."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict
from armillary.capabilities.models.drift.tables import ModelDrift
from armillary.capabilities.models.tables import ModelExplanation, StoredModel
from armillary.jobs import FINISHED, Job

_MOST = 100


def list_dependents(actor: Actor, session: Session, row: StoredModel) -> dict[str, Any]:
    """Give ``depends``, each ``{kind, id, name, why}``, and what ``goes_with`` the model.

    Kinds are production, alias, child and job; what goes with it are explanations and drift.
    """
    depends = [*_names(row), *_children(session, row), *_jobs(session, row)]
    mine = sa.select(ModelExplanation).where(ModelExplanation.model_id == row.id)
    explained = [
        {"kind": "explanation", "id": one.id, "name": one.state}
        for one in session.scalars(mine.order_by(ModelExplanation.id.desc()).limit(_MOST))
    ]
    compared = sa.select(ModelDrift).where(ModelDrift.model_id == row.id)
    reports = [
        {"kind": "drift", "id": one.id, "name": one.state}
        for one in session.scalars(compared.order_by(ModelDrift.id.desc()).limit(_MOST))
    ]
    return {"depends": depends, "goes_with": [*explained, *reports]}


def refuse(actor: Actor, session: Session, row: StoredModel) -> None:
    """Raise `Conflict` naming what depends on a model, if anything does."""
    depends = list_dependents(actor, session, row)["depends"]
    if not depends:
        return
    told = "; ".join(one["why"] for one in depends[:5])
    more = f"; and {len(depends) - 5} more" if len(depends) > 5 else ""
    raise Conflict(
        f"The model {row.name!r} is needed: {told}{more}. Settle these first, or delete it with "
        "force.",
        code="model_needed",
        details={"depends": depends},
    )


def _names(row: StoredModel) -> list[dict[str, Any]]:
    found = []
    if row.stage == "production":
        why = f"it is version {row.number} of {row.registered_name!r}, in production"
        found.append({"kind": "production", "id": row.id, "name": row.registered_name, "why": why})
    for alias in row.aliases:
        why = f"{row.registered_name}@{alias} means it"
        found.append({"kind": "alias", "id": alias, "name": row.registered_name, "why": why})
    return found


def _children(session: Session, row: StoredModel) -> list[dict[str, Any]]:
    mine = sa.select(StoredModel).where(
        StoredModel.parent_id == row.id, StoredModel.workspace_id == row.workspace_id
    )
    return [
        {
            "kind": "child",
            "id": child.id,
            "name": child.name,
            "why": f"the model {child.name!r} goes on from it",
        }
        for child in session.scalars(mine.order_by(StoredModel.id.desc()).limit(_MOST))
    ]


def _jobs(session: Session, row: StoredModel) -> list[dict[str, Any]]:
    """Give the jobs that ask the model and have not ended; explanations and reports go with it."""
    open_jobs = sa.select(Job).where(
        Job.workspace_id == row.workspace_id,
        Job.kind == "models.apply",
        Job.state.not_in(FINISHED),
        Job.params["model_id"].as_string() == row.id,
    )
    return [
        {"kind": "job", "id": job.id, "name": job.title, "why": f"{job.title!r} asks it"}
        for job in session.scalars(open_jobs.limit(_MOST))
    ]
