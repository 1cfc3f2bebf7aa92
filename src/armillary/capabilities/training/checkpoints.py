"""States of runs that were kept, to go on from: stored, listed, loaded and removed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import NotFound, Unavailable
from armillary.base.ids import new_id
from armillary.base.storage import Gathered, Storage
from armillary.base.values import finite, to_iso, utc_now
from armillary.capabilities.training.tables import TrainingCheckpoint


@dataclass(frozen=True)
class Look:
    """What is known of a run at a step."""

    step: int
    metrics: Mapping[str, float]
    hyperparameters: Mapping[str, Any]


@dataclass(frozen=True)
class StoredState:
    """The files of a state, as they lie in storage."""

    key: str
    size_bytes: int


def folder(run: str) -> str:
    """Give where the kept states of a run lie."""
    return f"trainings/{run}"


def gather(gathered: Gathered, key: str, files: Mapping[str, bytes]) -> StoredState:
    """Have the files of a state stored; nobody finds them before a row names them."""
    gathered.add({f"{key}/{name}": data for name, data in files.items()})
    return StoredState(key, sum(len(data) for data in files.values()))


def load(storage: Storage, key: str) -> dict[str, bytes]:
    """Give the files of a kept state; raises `Unavailable` where they are gone."""
    files = {}
    for stored in storage.list_files(key):
        with storage.open_read(stored.key) as file:
            files[stored.key.removeprefix(f"{key}/")] = file.read()
    if not files:
        raise Unavailable("The files of this checkpoint are gone from the storage.")
    return files


def add(
    session: Session,
    run: str,
    workspace_id: str,
    kind: str,
    name: str,
    look: Look,
    stored: StoredState,
    created_by: str | None = None,
) -> TrainingCheckpoint:
    """Add the row of a kept state; a run has one best and one last, so `forget` those before."""
    row = TrainingCheckpoint(
        id=new_id("ckpt"),
        workspace_id=workspace_id,
        run=run,
        kind=kind,
        name=name,
        step=look.step,
        metrics={name: finite(value) for name, value in look.metrics.items()},
        hyperparameters=dict(look.hyperparameters),
        storage_key=stored.key,
        size_bytes=stored.size_bytes,
        created_by=created_by,
        created_at=utc_now(),
    )
    session.add(row)
    return row


def forget(session: Session, run: str, kind: str) -> None:
    """Remove the rows of a run's kept states of one kind."""
    of_kind = (TrainingCheckpoint.run == run, TrainingCheckpoint.kind == kind)
    session.execute(sa.delete(TrainingCheckpoint).where(*of_kind))


def list_of(session: Session, run: str) -> list[TrainingCheckpoint]:
    """Give the kept states of a run, by step."""
    found = session.scalars(sa.select(TrainingCheckpoint).where(TrainingCheckpoint.run == run))
    return sorted(found, key=lambda row: (row.step, row.id))


def get(actor: Actor, session: Session, run: str, checkpoint_id: str) -> TrainingCheckpoint:
    """Give one kept state of a run; raises `NotFound`."""
    row = session.get(TrainingCheckpoint, checkpoint_id)
    if row is None or row.run != run or row.workspace_id != actor.workspace_id:
        raise NotFound(
            f"This run has no checkpoint {checkpoint_id!r}; GET /api/training/{run}/checkpoints "
            "lists those it has.",
            code="checkpoint_not_found",
        )
    return row


def remove_others(storage: Storage, run: str, kept: Sequence[str]) -> None:
    """Remove what rows do not name: states that were replaced, and what dead claims left."""
    for name in list(storage.list_prefixes(folder(run))):
        key = f"{folder(run)}/{name}"
        if key not in kept:
            storage.delete_prefix(key)


def to_wire(row: TrainingCheckpoint) -> dict[str, Any]:
    """Give a kept state as JSON."""
    return {
        "checkpoint_id": row.id,
        "kind": row.kind,
        "name": row.name,
        "step": row.step,
        "metrics": row.metrics,
        "hyperparameters": row.hyperparameters,
        "size_bytes": row.size_bytes,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
    }
