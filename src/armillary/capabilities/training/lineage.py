"""Runs that go on from others: continued for more rounds, or branched with other values."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict, Invalid
from armillary.capabilities.training import checkpoints, courses, service, sessions, timeline
from armillary.capabilities.training.schemas import (
    BranchRequest,
    ContinueRequest,
    Origin,
    TrainParams,
)
from armillary.capabilities.training.tables import Descent, Training, TrainingCheckpoint
from armillary.jobs import Job
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.going_on import (
    change,
    note_on_sum,
    patience_name,
    rounds_name,
    why_not_continuable,
    why_not_resumable,
)


def continue_run(
    actor: Actor, session: Session, session_id: str, request: ContinueRequest
) -> tuple[Job, Descent]:
    """Begin a run that adds rounds to an ended one, from its last state.

    Raises `Conflict` where the run goes on still, or left no state, or its algorithm has none.
    """
    parent = _get_parent(actor, session, session_id)
    entry = get_entry(str(parent.algorithm_id))
    if (reason := why_not_continuable(entry)) is not None:
        raise Conflict(reason, code="not_continuable")
    _require_ended(actor, session, parent)
    _require_dataset(actor, session, parent)
    row = _last_of(session, parent)
    rounds = str(rounds_name(entry))
    changes: dict[str, Any] = {rounds: _sum(entry, rounds, row, request.rounds)}
    note = note_on_sum(entry, row.hyperparameters)
    patience = patience_name(entry)
    if (
        patience is not None
        and row.hyperparameters[patience] is not None
        and _is_early(row, rounds)
    ):
        changes[patience] = None
        note = "It had stopped by itself; it goes on without stopping early."
    made = _Made("continue", changes, request.name, request.max_seconds, note)
    return _begin(actor, session, parent, row, entry, made)


def branch(
    actor: Actor, session: Session, session_id: str, request: BranchRequest
) -> tuple[Job, Descent]:
    """Begin a run that goes on from a kept state with other values.

    Raises `Invalid` where a value may not differ from that of the state, naming those that may.
    """
    parent = _get_parent(actor, session, session_id)
    entry = get_entry(str(parent.algorithm_id))
    if (reason := why_not_resumable(entry)) is not None:
        raise Conflict(reason, code="not_resumable")
    _require_dataset(actor, session, parent)
    row = checkpoints.get(actor, session, session_id, request.checkpoint_id)
    rounds = rounds_name(entry)
    given = change(entry, row.hyperparameters, request.hyperparameters)
    if rounds is not None and given[rounds] <= row.step:
        raise Invalid(
            f"{rounds} must be greater than {row.step}, the step of the checkpoint; "
            f"got {given[rounds]}.",
            errors=[{"loc": [rounds], "msg": f"This must be greater than {row.step}."}],
        )
    made = _Made("branch", request.hyperparameters, request.name, request.max_seconds, None)
    return _begin(actor, session, parent, row, entry, made)


def read(actor: Actor, session: Session, session_id: str) -> dict[str, Any]:
    """Give the run that a run went on from, and those that went on from it."""
    sessions.get_training(actor, session, session_id)
    own = session.get(Descent, session_id)
    children = session.scalars(sa.select(Descent).where(Descent.parent == session_id))
    found = sorted(children, key=lambda one: one.run)
    return {
        "parent": None if own is None else _to_wire(session, own, own.parent),
        "children": [_to_wire(session, one, one.run) for one in found],
    }


class _Made:
    """How a run is to come of another."""

    def __init__(
        self,
        how: str,
        changes: Mapping[str, Any],
        name: str | None,
        max_seconds: float | None,
        note: str | None,
    ) -> None:
        self.how, self.changes, self.note = how, dict(changes), note
        self.name, self.max_seconds = name, max_seconds


def _begin(
    actor: Actor,
    session: Session,
    parent: Training,
    row: TrainingCheckpoint,
    entry: CatalogueEntry,
    made: _Made,
) -> tuple[Job, Descent]:
    values = change(entry, row.hyperparameters, made.changes)
    before = TrainParams(**(parent.request | {"hyperparameters": parent.hyperparameters}))
    word = "continued" if made.how == "continue" else f"branched at {row.step}"
    past = timeline.changes(timeline.of_attempt(timeline.read(session, parent.id)))
    origin = Origin(
        run=parent.id,
        checkpoint_id=row.id,
        storage_key=row.storage_key,
        course=courses.going_on(before, entry, past, row, values),
    )
    own = {
        "hyperparameters": values,
        "name": made.name or f"{parent.name}, {word}",
        "max_seconds": made.max_seconds,
        "origin": origin,
    }
    placed = service.Placed(parent.experiment_id)
    job = service.begin(actor, session, before.model_copy(update=own), placed)
    descent = Descent(
        run=job.id,
        workspace_id=actor.workspace_id,
        parent=parent.id,
        how=made.how,
        checkpoint_id=row.id,
        step=row.step,
        changes={
            name: {"from": row.hyperparameters.get(name), "to": values[name]}
            for name in made.changes
            if row.hyperparameters.get(name) != values[name]
        },
        note=made.note,
    )
    session.add(descent)
    what: timeline.What = "continued" if made.how == "continue" else "branched"
    for run, other, side in ((parent.id, job.id, "child"), (job.id, parent.id, "parent")):
        timeline.note(
            session,
            run,
            actor.workspace_id,
            what,
            by=timeline.Person.of(actor),
            step=row.step,
            details={side: other, "changes": descent.changes, "note": made.note},
        )
    return job, descent


def _get_parent(actor: Actor, session: Session, session_id: str) -> Training:
    actor.require("editor")
    parent = sessions.get_training(actor, session, session_id)
    if parent.source != "fit":
        raise Conflict("This run belongs to a program of its own, which goes on with it.")
    return parent


def _require_dataset(actor: Actor, session: Session, parent: Training) -> None:
    service.require_its_dataset(actor, session, str(parent.dataset_id), "run")


def _require_ended(actor: Actor, session: Session, parent: Training) -> None:
    job = jobs.get(actor, session, parent.id)
    if not job.is_finished:
        raise Conflict(
            f"A run can be continued when it has ended; this one is "
            f"{sessions.status_of(parent, job)}. Branch from one of its checkpoints instead.",
            code="not_finished",
        )


def _last_of(session: Session, parent: Training) -> TrainingCheckpoint:
    kept = [row for row in checkpoints.list_of(session, parent.id) if row.kind == "last"]
    if not kept:
        raise Conflict(
            "This run left no state to go on from: it ended before there was one, or it was larger "
            "than ARMILLARY_TRAINING_STATE_LIMIT_MB allows.",
            code="no_state",
        )
    return kept[0]


def _sum(entry: CatalogueEntry, rounds: str, row: TrainingCheckpoint, more: int) -> int:
    total, most = row.step + more, entry.properties[rounds]["maximum"]
    if total > most:
        raise Invalid(
            f"{entry.name} takes {most} at most as {rounds}; this run has {row.step}, so "
            f"{most - row.step} more can be added, not {more}.",
            errors=[{"loc": ["rounds"], "msg": f"at most {most - row.step}"}],
        )
    return total


def _is_early(row: TrainingCheckpoint, rounds: str) -> bool:
    return bool(row.step < row.hyperparameters[rounds])


def _to_wire(session: Session, descent: Descent, other: str) -> dict[str, Any]:
    run = session.get(Training, other)
    return {
        "session_id": other,
        "name": None if run is None else run.name,
        "how": descent.how,
        "checkpoint_id": descent.checkpoint_id,
        "step": descent.step,
        "changes": descent.changes,
        "note": descent.note,
    }
