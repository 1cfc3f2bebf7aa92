"""Experiments: runs that people keep together, with a name and what they are about."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.errors import Conflict, NotFound
from armillary.base.ids import new_id
from armillary.base.values import changed, to_iso, utc_now
from armillary.capabilities.training.schemas import ExperimentBody, ExperimentChange, TrainParams
from armillary.capabilities.training.tables import Experiment, ListedRun


def list_experiments(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give the workspace's experiments, newest first."""
    mine = sa.select(Experiment).where(Experiment.workspace_id == actor.workspace_id)
    return [to_wire(row) for row in session.scalars(mine.order_by(Experiment.id.desc()))]


def count_runs(session: Session, workspace_id: str) -> dict[str, int]:
    """Give the number of runs of each experiment that has some."""
    of = ListedRun.experiment_id
    counted = sa.select(of, sa.func.count()).where(ListedRun.workspace_id == workspace_id)
    return {name: count for name, count in session.execute(counted.group_by(of)) if name}


def get_experiment(actor: Actor, session: Session, experiment_id: str) -> Experiment:
    """Give one experiment; raises `NotFound` where the workspace has none of this id."""
    row = session.get(Experiment, experiment_id)
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound(
            f"There is no experiment {experiment_id!r} in this workspace.",
            code="experiment_not_found",
        )
    return row


def get_open(actor: Actor, session: Session, experiment_id: str) -> Experiment:
    """Give an experiment that takes runs; raises `Conflict` for an archived one."""
    row = get_experiment(actor, session, experiment_id)
    if row.status != "active":
        raise Conflict(
            f"The experiment {row.name!r} is archived. Bring it back, or choose another."
        )
    return row


def add_experiment(actor: Actor, session: Session, body: ExperimentBody) -> Experiment:
    """Begin an experiment."""
    actor.require("editor")
    return _add(actor, session, body.name, body.description, None)


def choose(
    actor: Actor, session: Session, experiment_id: str | None, params: TrainParams
) -> Experiment:
    """Give the experiment a training belongs to: the chosen one, or that of its algorithm and data.

    The latter is made where this training is the first of them.
    """
    if experiment_id is not None:
        return get_open(actor, session, experiment_id)
    same = sa.select(Experiment).where(
        Experiment.workspace_id == actor.workspace_id,
        Experiment.algorithm_id == params.algorithm_id,
        Experiment.dataset_id == params.dataset_id,
        Experiment.status == "active",
    )
    held = session.scalars(same.order_by(Experiment.id).limit(1)).one_or_none()
    if held is not None:
        return held
    about = f"{params.algorithm_id} learns {params.target or params.problem_type}"
    return _add(actor, session, params.name, about, params)


def change_experiment(
    actor: Actor, session: Session, experiment_id: str, change: ExperimentChange
) -> Experiment:
    """Rename, describe, archive or bring back; raises `Conflict` where others changed it."""
    actor.require("editor")
    row = get_experiment(actor, session, experiment_id)
    if change.version is not None and change.version != row.version:
        raise Conflict(
            f"The experiment {row.name!r} was changed meanwhile. Look at it again, then save.",
            code="changed_meanwhile",
            extra={"current": to_wire(row)},
        )
    with _changing(session, row):
        row.name = change.name or row.name
        row.description = row.description if change.description is None else change.description
        row.status = change.status or row.status
        row.updated_at = utc_now()
    return row


def delete_experiment(actor: Actor, session: Session, row: Experiment) -> None:
    """Remove an experiment that has no runs; raises `Conflict` where it has some."""
    actor.require("editor")
    session.flush()
    count = count_runs(session, row.workspace_id).get(row.id, 0)
    if count:
        raise Conflict(
            f"The experiment {row.name!r} has {count:,} runs. Move them to another, "
            "or remove it with its runs (with_runs=true).",
            code="experiment_not_empty",
            extra={"runs": count},
        )
    session.delete(row)
    _announce(session, row, "experiment.deleted", {"id": row.id})


def to_wire(row: Experiment) -> dict[str, Any]:
    """Give an experiment as JSON."""
    return {
        "id": row.id,
        "workspace_id": row.workspace_id,
        "name": row.name,
        "description": row.description,
        "status": row.status,
        "algorithm_id": row.algorithm_id,
        "dataset_id": row.dataset_id,
        "created_at": to_iso(row.created_at),
        "updated_at": to_iso(row.updated_at),
        "version": row.version,
    }


def _add(
    actor: Actor, session: Session, name: str, description: str, params: TrainParams | None
) -> Experiment:
    now = utc_now()
    row = Experiment(
        id=new_id("exp"),
        workspace_id=actor.workspace_id,
        name=name,
        description=description,
        created_at=now,
        updated_at=now,
        algorithm_id=None if params is None else params.algorithm_id,
        dataset_id=None if params is None else params.dataset_id,
        status="active",
        version=1,
    )
    session.add(row)
    session.flush()
    _announce(session, row, "experiment.created", {"experiment": to_wire(row)})
    return row


@contextmanager
def _changing(session: Session, row: Experiment) -> Iterator[None]:
    before = to_wire(row)
    yield
    row.version += 1
    changes = changed(before, to_wire(row))
    changes.pop("version")
    data = {"id": row.id, "version": row.version, "changes": changes}
    _announce(session, row, "experiment.updated", data)


def _announce(session: Session, row: Experiment, kind: str, data: dict[str, Any]) -> None:
    topic = f"workspace:{row.workspace_id}"
    realtime.append(session, topic, kind, data, workspace_id=row.workspace_id)
