"""Removing a search that has ended, and what is to go with it."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import Conflict
from armillary.base.storage import Storage
from armillary.capabilities import models, training
from armillary.capabilities.search import events, keeping, reading
from armillary.capabilities.search.tables import Search, Trial


def find_left(actor: Actor, session: Session, search: Search) -> dict[str, Any]:
    """Say what a search has left: ``{run, models}``, without what is gone by now."""
    outcome = search.outcome or {}
    ids = [outcome.get("model_id"), (outcome.get("stack") or {}).get("model_id")]
    left = [models.find_model(actor, session, str(one)) for one in ids if one]
    run = training.find_run(actor, session, str(outcome.get("training_id")))
    return {
        "run": run,
        "models": [
            {"id": model.id, "name": model.name, "size_bytes": model.size_bytes}
            for model in left
            if model is not None
        ],
    }


def delete(
    actor: Actor,
    session: Session,
    storage: Storage,
    search_id: str,
    *,
    with_run: bool,
    with_models: bool,
) -> dict[str, Any]:
    """Remove a search with its trials; the run and the models that it left stay unless asked for.

    Gives the ids of what went with it. Raises `Conflict` where it has not ended.
    """
    actor.require("editor")
    search = reading.get_search(actor, session, search_id)
    if not jobs.get(actor, session, search_id).is_finished:
        raise Conflict(
            f"The search {search.name!r} has not ended. End it, or cancel its job, first.",
            code="search_not_finished",
        )
    left = find_left(actor, session, search)
    gone_runs = [left["run"]["id"]] if with_run and left["run"] else []
    gone_models = [model["id"] for model in left["models"]] if with_models else []
    training.delete_several(actor, session, gone_runs)
    for model_id in gone_models:
        models.delete_model(actor, session, storage, model_id)
    session.execute(sa.delete(Trial).where(Trial.search_id == search_id))
    training.forget_timeline(session, search_id)
    session.delete(search)
    events.told_deletion(session, search)
    after_commit(session, lambda _: keeping.forget(storage, search_id))
    return {"runs": gone_runs, "models": gone_models}
