"""Removing a kept state of a run, which frees what it takes in storage."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import after_commit
from armillary.base.errors import Conflict
from armillary.base.storage import Storage
from armillary.capabilities.training import checkpoints, sessions, timeline
from armillary.capabilities.training.tables import Descent
from armillary.jobs import FINISHED, Job


def delete_checkpoint(
    actor: Actor, session: Session, storage: Storage, run: str, checkpoint_id: str
) -> dict[str, Any]:
    """Remove a kept state and its files; the run and what came of it stay.

    Raises `Conflict` where the run itself, or one that begins from the state, still needs it.
    """
    actor.require("editor")
    sessions.get_training(actor, session, run)
    row = checkpoints.get(actor, session, run, checkpoint_id)
    if row.kind != "kept" and not jobs.get(actor, session, run).is_finished:
        raise Conflict(
            "The best and the last state of a run belong to it until it has ended; "
            "stop it first, or wait for its end.",
            code="not_finished",
        )
    _require_unused(session, checkpoint_id)
    wire = checkpoints.to_wire(row)
    key = row.storage_key
    session.delete(row)
    timeline.note(
        session,
        run,
        actor.workspace_id,
        "checkpoint_deleted",
        by=timeline.Person.of(actor),
        step=row.step,
        details={"checkpoint": wire},
    )
    after_commit(session, lambda _: storage.delete_prefix(key))
    return wire


def _require_unused(session: Session, checkpoint_id: str) -> None:
    begun = sa.select(Job.title).join(Descent, Descent.run == Job.id)
    unfinished = begun.where(Descent.checkpoint_id == checkpoint_id, Job.state.not_in(FINISHED))
    title = session.scalar(unfinished.limit(1))
    if title is not None:
        raise Conflict(
            f"{title} goes on from this state and has not ended. Wait for its end, or stop it.",
            code="checkpoint_in_use",
        )
