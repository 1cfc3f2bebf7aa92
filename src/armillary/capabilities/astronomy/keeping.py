"""Models of sessions in the workspace: the shipped one, what went on from it, and finding both."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.base.database import after_commit
from armillary.base.errors import BadRequest, NotFound
from armillary.base.values import to_iso
from armillary.capabilities import datasets, models
from armillary.capabilities.astronomy import mission_tables, pretrained
from armillary.capabilities.astronomy.missions import Mission, all_missions
from armillary.capabilities.astronomy.pretraining.quantities import QUANTITIES
from armillary.capabilities.astronomy.pretraining.tables import TARGET

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from armillary.base.access import Actor
    from armillary.capabilities.astronomy.fine_tuning import FineTuned
    from armillary.jobs.contract import JobContext
    from armillary.learning.model import FittedModel

_LISTED = 100


@dataclass(frozen=True)
class Kept:
    """A model whose files are stored; it counts once ``register`` ran, as its job ends."""

    model_id: str
    register: Callable[[Session], None] = lambda _: None


@dataclass(frozen=True)
class Origin:
    """What a tuned model comes from: the model before it, the table of rows, and their file."""

    parent_id: str
    table: datasets.Derived
    filename: str


def keep_shipped(job: JobContext, mission: Mission) -> Kept:
    """Have the workspace know the model that comes for a mission; where it does, nothing is done.

    One that somebody deleted comes back with the next session that asks it.
    """
    model_id = _shipped_id(job.actor, mission)
    with job.read() as session:
        if models.find_model(job.actor, session, model_id) is not None:
            return Kept(model_id)
    model = pretrained.load_stored(mission.key)
    source = f"Comes with Armillary; trained on {pretrained.stored_card(mission.key)['source']}"
    folder = f"models/{model_id}/{job.id}-{job.claim_number}"
    bundle = models.write_bundle(job.storage, model, f"{folder}/bundle", {"source": source})
    origin = models.Lineage(None, None, f"{mission.title}, as it comes with Armillary")

    def register(session: Session) -> None:
        # The mission's row lets one session in at a time; who comes second finds it there.
        mission_tables.lock(session, job.actor, mission)
        if models.find_model(job.actor, session, model_id) is not None:
            after_commit(session, lambda _: job.storage.delete_prefix(folder))
            return
        models.register(job.actor, session, model_id, model, bundle, origin)

    return Kept(model_id, register)


def keep_tuned(job: JobContext, mission: Mission, tuned: FineTuned, origin: Origin) -> Kept:
    """Keep a model that went on learning, as one of the workspace that has a parent."""
    model_id = models.model_id_of(job.id)
    folder = f"models/{model_id}/{job.claim_number}"
    placed = origin.table.placed
    lineage = models.lineage_of(job, placed.dataset_id, parent_id=origin.parent_id)
    table = {"dataset_hash": placed.sha256, "dataset_rows": origin.table.rows}
    source = f"Went on learning from {origin.filename}"
    told = {**lineage, **table, "session_id": job.id, "source": source}
    bundle = models.write_bundle(job.storage, tuned.model, f"{folder}/bundle", told)
    name = f"{mission.title}, gone on with {origin.filename}"[:200]
    own = models.Lineage(placed.dataset_id, None, name, origin.parent_id)

    def register(session: Session) -> None:
        models.register(job.actor, session, model_id, tuned.model, bundle, own)
        after_commit(session, lambda _: models.keep_only(job.storage, model_id, folder))

    return Kept(model_id, register)


def list_usable(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give the workspace's models that sessions can ask, newest first, each with its mission."""
    found, _ = models.list_models(actor, session, limit=_LISTED, target=TARGET, archived=False)
    return [
        {
            "id": one.id,
            "name": one.name,
            "mission": mission.key,
            "parent_id": one.parent_id,
            "created_at": to_iso(one.created_at),
        }
        for one in (models.get_model(actor, session, each["id"]) for each in found)
        if (mission := _mission_of(one)) is not None
    ]


def require_usable(actor: Actor, session: Session, model_id: str, mission: Mission) -> str:
    """Give the id of a model that can be asked about a mission; raises `BadRequest`."""
    try:
        found = models.get_model(actor, session, model_id)
    except NotFound:
        raise BadRequest(f"There is no model {model_id[:80]!r} in this workspace.") from None
    if _mission_of(found) is not mission:
        raise BadRequest(
            f"The model {found.name!r} cannot be asked about {mission.title}: expected one that "
            "comes for that mission, or that went on learning from it.",
            code="another_mission",
        )
    return found.id


def load(job: JobContext, model_id: str) -> FittedModel:
    """Load a model of the workspace; raises `NotFound` where it was deleted meanwhile."""
    with job.read() as session:
        prefix = models.get_model(job.actor, session, model_id).prefix
    return models.load_bundle(job.storage, prefix)


def _mission_of(model: Any) -> Mission | None:
    """Give the mission whose measurements a stored model asks for, if it tells dispositions."""
    if model.target != TARGET:
        return None
    asked = {str(one["name"]) for one in model.features}
    for mission in all_missions():
        if asked and asked <= set(QUANTITIES[mission.key].values()):
            return mission
    return None


def _shipped_id(actor: Actor, mission: Mission) -> str:
    """Name this release's model of a mission in a workspace; it is older than all others there."""
    folder = pretrained.stored_model(mission.key)
    assert folder is not None  # who asks has loaded it
    manifest = (folder / "manifest.json").read_bytes()
    known = hashlib.sha256(f"{actor.workspace_id}:{mission.key}:".encode() + manifest)
    return f"model_00{known.hexdigest()[:24]}"
