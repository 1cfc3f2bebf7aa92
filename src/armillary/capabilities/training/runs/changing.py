"""Naming runs, tagging them, writing about them, moving them and removing them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Conflict, Invalid, NotFound
from armillary.base.values import to_iso, utc_now
from armillary.capabilities.training import experiments, sessions, timeline
from armillary.capabilities.training.runs import entries
from armillary.capabilities.training.runs.schemas import BulkChange, RunChange
from armillary.capabilities.training.runs.tables import DeletedRun, ListedRun, RunNotes
from armillary.capabilities.training.tables import (
    Descent,
    MetricSummary,
    Training,
    TrainingCheckpoint,
)
from armillary.jobs import FINISHED, Job

MOST_TAGS = 20


def get_listed(actor: Actor, session: Session, run: str) -> ListedRun:
    """Give the row of a run; raises `NotFound` where the workspace has none of this id."""
    row = session.get(ListedRun, run)
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound(
            f"There is no training session {run!r} in this workspace.", code="session_not_found"
        )
    return row


def find_run(actor: Actor, session: Session, run: str) -> dict[str, Any] | None:
    """Give ``{id, name, status}`` of a run, or None where the workspace has none of this id."""
    row = session.get(ListedRun, run)
    if row is None or row.workspace_id != actor.workspace_id:
        return None
    return {"id": row.id, "name": row.name, "status": row.status}


def read_notes(session: Session, run: str) -> dict[str, Any]:
    """Give what people wrote about a run; version 0 where nobody did."""
    row = session.get(RunNotes, run)
    if row is None:
        return {"text": "", "version": 0, "updated_by": None, "updated_at": None}
    return {
        "text": row.text,
        "version": row.version,
        "updated_by": row.updated_by,
        "updated_at": to_iso(row.updated_at),
    }


def change(actor: Actor, session: Session, run: str, given: RunChange) -> ListedRun:
    """Change one run; raises `Conflict` with the present text where notes are stale."""
    actor.require("editor")
    listed = get_listed(actor, session, run)
    if given.notes is not None:
        _write_notes(actor, session, listed, given.notes, given.notes_version)
    if given.name is not None and given.name != listed.name:
        with entries.changing(session, listed):
            listed.name = given.name
        session.get_one(Training, run).name = given.name
    if given.experiment_id is not None:
        _put_into(actor, session, listed, given.experiment_id)
    if given.tags is not None:
        entries.set_tags(session, listed, given.tags)
    entries.find_anew(session, listed)
    return listed


def change_several(actor: Actor, session: Session, given: BulkChange) -> list[ListedRun]:
    """Tag several runs, or move them; all or none."""
    actor.require("editor")
    rows = [get_listed(actor, session, run) for run in dict.fromkeys(given.ids)]
    for listed in rows:
        tags = [tag for tag in listed.tags if tag not in given.remove_tags]
        tags = list(dict.fromkeys([*tags, *given.add_tags]))
        if len(tags) > MOST_TAGS:
            raise Invalid(f"A run has {MOST_TAGS} tags at most; {listed.name!r} would have more.")
        entries.set_tags(session, listed, tags)
        if given.experiment_id is not None:
            _put_into(actor, session, listed, given.experiment_id)
        entries.find_anew(session, listed)
    return rows


def delete_several(actor: Actor, session: Session, ids: Sequence[str]) -> list[str]:
    """Remove runs; their models stay. Raises `Conflict` where one has not ended; then all stay."""
    actor.require("editor")
    rows = [get_listed(actor, session, run) for run in dict.fromkeys(ids)]
    for listed in rows:
        if listed.status not in sessions.FINISHED:
            raise Conflict(
                f"The run {listed.name!r} is {listed.status}. Stop it, or wait for its end.",
                code="run_not_finished",
            )
        _require_not_begun_from(session, listed)
    for listed in rows:
        _delete(session, listed)
    return [listed.id for listed in rows]


def delete_of_experiment(actor: Actor, session: Session, experiment_id: str) -> list[str]:
    """Remove every run of an experiment."""
    mine = sa.and_(
        ListedRun.workspace_id == actor.workspace_id, ListedRun.experiment_id == experiment_id
    )
    ids = session.scalars(sa.select(ListedRun.id).where(mine)).all()
    return delete_several(actor, session, ids)


def _delete(session: Session, listed: ListedRun) -> None:
    entries.remove(session, listed)
    session.execute(sa.delete(MetricSummary).where(MetricSummary.run == listed.id))
    timeline.forget(session, listed.id)
    # The files of its states are of no row any more, and are swept.
    session.execute(sa.delete(TrainingCheckpoint).where(TrainingCheckpoint.run == listed.id))
    session.execute(sa.delete(Descent).where(Descent.run == listed.id))
    session.execute(sa.delete(Training).where(Training.id == listed.id))
    # There may be millions of points; a duty removes them, a little at a time.
    session.merge(DeletedRun(run=listed.id, workspace_id=listed.workspace_id))


def _require_not_begun_from(session: Session, listed: ListedRun) -> None:
    """Refuse to delete what another run, which has not ended, goes on from."""
    begun = sa.select(Job.title).join(Descent, Descent.run == Job.id)
    title = session.scalar(
        begun.where(Descent.parent == listed.id, Job.state.not_in(FINISHED)).limit(1)
    )
    if title is not None:
        raise Conflict(
            f"{title} goes on from a state of the run {listed.name!r} and has not ended. "
            "Wait for its end, or stop it.",
            code="run_in_use",
        )


def _put_into(actor: Actor, session: Session, listed: ListedRun, experiment_id: str) -> None:
    if listed.experiment_id == experiment_id:
        return
    experiment = experiments.get_open(actor, session, experiment_id)
    with entries.changing(session, listed):
        listed.experiment_id = experiment.id
    session.get_one(Training, listed.id).experiment_id = experiment.id


def _write_notes(
    actor: Actor, session: Session, listed: ListedRun, text: str, version: int | None
) -> None:
    # Locked, so that of two who save at once the later one sees what the first has written.
    held = session.get(RunNotes, listed.id, with_for_update=True)
    present = 0 if held is None else held.version
    if version is not None and version != present:
        raise Conflict(
            "Somebody else has changed these notes meanwhile. Both texts are kept: "
            "look at theirs, and save yours again.",
            code="notes_changed_meanwhile",
            extra={"current": read_notes(session, listed.id)},
        )
    row = held or RunNotes(run=listed.id, workspace_id=listed.workspace_id, version=0)
    row.text, row.version = text, present + 1
    row.updated_by, row.updated_at = actor.id, utc_now()
    session.add(row)
    session.flush()
    with entries.changing(session, listed):
        listed.has_notes = bool(text.strip())
        listed.notes_version = row.version
