"""What is decided about models: registering, listing, removing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.storage import Storage
from armillary.base.values import utc_now
from armillary.capabilities.models import events, explanations, exporting
from armillary.capabilities.models.bundles import StoredBundle
from armillary.capabilities.models.drift import service as drift
from armillary.capabilities.models.registry import cards, depending, references, versions
from armillary.capabilities.models.registry.missing import why_missing
from armillary.capabilities.models.tables import StoredModel
from armillary.capabilities.models.wire import to_wire
from armillary.learning.stacked import algorithm_name

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


@dataclass(frozen=True)
class Lineage:
    """Where a model comes from."""

    dataset_id: str | None
    job_id: str | None
    name: str
    parent_id: str | None = None
    """The model that the training went on from."""
    brought: dict[str, Any] | None = None


def register(
    actor: Actor,
    session: Session,
    model_id: str,
    model: "FittedModel",
    bundle: StoredBundle,
    lineage: Lineage,
) -> dict[str, Any]:
    """Make a stored bundle a model of the workspace and announce it.

    Registered again under the same id, by a training that was resumed, it replaces the first.
    """
    held = session.get(StoredModel, model_id)
    row = held or _new(actor, model_id)
    row.parent_id = lineage.parent_id
    row.name = lineage.name
    row.algorithm, row.algorithm_name = model.algorithm, algorithm_name(model.algorithm)
    row.task = model.task.kind
    # Of a model from elsewhere nobody knows what its column is called.
    row.target = None if _is_nameless(lineage) else model.task.target
    row.features = model.features
    row.classes = None if model.classes is None else list(model.classes)
    row.recipe = [] if model.recipe is None else [step.to_json() for step in model.recipe.steps]
    row.first = model.first
    row.describes = None if model.describes is None else list(model.describes)
    row.targets = model.targets
    row.calibration = None if model.calibration is None else model.calibration.in_short()
    row.metrics, row.params = dict(model.metrics), dict(model.params)
    found = (model.evaluation.get("guard") or {}).get("findings") or ()
    row.against = sum(one["severity"] == "serious" for one in found)
    row.dataset_id, row.job_id = lineage.dataset_id, lineage.job_id
    row.brought = lineage.brought
    row.prefix, row.size_bytes = bundle.prefix, bundle.size_bytes
    row.judged = None
    row.created_by, row.created_at = actor.id, utc_now()
    row.version += 1
    session.add(row)
    wire = to_wire(row)
    events.created(session, wire)
    return wire


def _new(actor: Actor, model_id: str) -> StoredModel:
    own = {"stage": "none", "aliases": [], "tags": []}
    return StoredModel(id=model_id, workspace_id=actor.workspace_id, version=0, **own)


def _is_nameless(lineage: Lineage) -> bool:
    brought = lineage.brought
    return brought is not None and brought["framework"] != "armillary"


def list_models(
    actor: Actor,
    session: Session,
    *,
    limit: int,
    cursor: str | None = None,
    name: str | None = None,
    archived: bool | None = None,
    target: str | None = None,
) -> tuple[list[dict[str, Any]], int]:
    """Give a page of the workspace's models, newest first, and how many there are.

    ``name`` takes the versions of one name alone; ``archived`` those that are, or are not;
    ``target`` those that predict this column.
    """
    mine = StoredModel.workspace_id == actor.workspace_id
    if name is not None:
        mine = sa.and_(mine, StoredModel.registered_name == name)
    if archived is not None:
        mine = sa.and_(mine, StoredModel.archived_at.is_not(None) == archived)
    if target is not None:
        mine = sa.and_(mine, StoredModel.target == target)
    newest = sa.select(StoredModel).where(mine).order_by(StoredModel.id.desc()).limit(limit)
    if cursor:
        newest = newest.where(StoredModel.id < cursor)
    total = session.scalar(sa.select(sa.func.count()).select_from(StoredModel).where(mine)) or 0
    return [to_wire(row) for row in session.scalars(newest)], total


def get_model(actor: Actor, session: Session, reference: str) -> StoredModel:
    """Give one model by its id, or as ``name@alias``, ``name/3`` or ``name/production``.

    Raises `NotFound` where the workspace has none such.
    """
    return references.get(actor, session, reference)


def find_model(actor: Actor, session: Session, model_id: str) -> StoredModel | None:
    """Give one model, or None where the workspace has none of this id."""
    row = session.get(StoredModel, model_id)
    return None if row is None or row.workspace_id != actor.workspace_id else row


def delete_model(
    actor: Actor, session: Session, storage: Storage, model_id: str, *, force: bool = False
) -> None:
    """Remove a model, and its files once that is durable.

    Raises `Conflict` naming what depends on it, unless it is to be removed with ``force``.
    """
    actor.require("editor")
    row = find_model(actor, session, model_id)
    if row is None:
        raise why_missing(actor, session, model_id)
    if not force:
        depending.refuse(actor, session, row)
    prefix = f"models/{model_id}"
    explanations.forget(actor, session, model_id)
    drift.forget(actor, session, model_id)
    exporting.forget(actor, session, model_id)
    versions.forget(actor, session, row)
    cards.forget(session, model_id)
    session.delete(row)
    events.deleted(session, row.workspace_id, model_id)
    after_commit(session, lambda _: storage.delete_prefix(prefix))
