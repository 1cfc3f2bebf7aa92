"""Keeping the row by which a run is listed true, and telling of its changes."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.values import changed
from armillary.capabilities.training.runs import values
from armillary.capabilities.training.runs.tables import (
    ListedRun,
    RunNotes,
    RunTag,
    RunValue,
    RunWord,
)
from armillary.capabilities.training.runs.wire import to_wire
from armillary.capabilities.training.runs.words import words_of
from armillary.capabilities.training.tables import Training
from armillary.learning.guard.against import serious

NAME_CHARACTERS = 200


def add(session: Session, row: Training, status: str, tags: Sequence[str] = ()) -> ListedRun:
    """List a new run."""
    listed = ListedRun(
        id=row.id,
        workspace_id=row.workspace_id,
        name=row.name,
        source=row.source,
        status=status,
        algorithm_id=row.algorithm_id,
        dataset_id=row.dataset_id,
        experiment_id=row.experiment_id,
        target=row.request.get("target"),
        tags=list(tags),
        has_notes=False,
        notes_version=0,
        against=len(serious(row.guard)),
        created_by=row.created_by,
        created_at=row.created_at,
        started_at=row.started_at,
        completed_at=row.completed_at,
        version=1,
    )
    session.add(listed)
    session.flush()
    values.keep(session, row.id, row.workspace_id, "parameter", row.hyperparameters)
    _keep_tags(session, listed)
    _keep_words(session, row.id, row.workspace_id, _words(session, listed, row))
    _announce(session, listed, "run.created", {"run": to_wire(listed)})
    return listed


def move(
    session: Session,
    run: str,
    status: str,
    started_at: datetime | None,
    completed_at: datetime | None,
) -> None:
    """Follow the state of a run; one that is not listed, or not any more, is let be."""
    listed = session.get(ListedRun, run)
    if listed is None:
        return
    of_run = sa.select(Training.metrics, Training.guard).where(Training.id == run)
    results, guard = session.execute(of_run).one_or_none() or (None, None)
    with changing(session, listed):
        listed.status, listed.started_at, listed.completed_at = status, started_at, completed_at
        listed.against = len(serious(guard))
    if completed_at is not None and results:
        values.keep(session, run, listed.workspace_id, "result", results)


@contextmanager
def changing(session: Session, listed: ListedRun) -> Iterator[None]:
    """Tell of whatever the block changes in the row of a run."""
    before = to_wire(listed)
    yield
    changes = changed(before, to_wire(listed))
    if not changes:
        return
    listed.version += 1
    data = {"id": listed.id, "version": listed.version, "changes": changes}
    _announce(session, listed, "run.updated", data)


def set_tags(session: Session, listed: ListedRun, tags: Iterable[str]) -> None:
    """Give a run these tags and no others."""
    wanted = list(dict.fromkeys(tags))
    if wanted == listed.tags:
        return
    with changing(session, listed):
        listed.tags = wanted
    _keep_tags(session, listed)


def find_anew(session: Session, listed: ListedRun) -> None:
    """Have a run found by what its name, tags and notes say now."""
    session.flush()
    row = session.get_one(Training, listed.id)
    _keep_words(session, listed.id, listed.workspace_id, _words(session, listed, row))


def remove(session: Session, listed: ListedRun) -> None:
    """List a run no more."""
    for table in (RunTag, RunWord, RunValue, RunNotes):
        session.execute(sa.delete(table).where(table.run == listed.id))
    session.delete(listed)
    _announce(session, listed, "run.deleted", {"id": listed.id})


def _words(session: Session, listed: ListedRun, row: Training) -> list[str]:
    notes = session.scalar(sa.select(RunNotes.text).where(RunNotes.run == listed.id))
    texts = [listed.name, *listed.tags, row.algorithm_id, listed.target, notes]
    return words_of(texts, row.hyperparameters)


def _keep_tags(session: Session, listed: ListedRun) -> None:
    session.execute(sa.delete(RunTag).where(RunTag.run == listed.id))
    same = {"run": listed.id, "workspace_id": listed.workspace_id}
    if listed.tags:
        session.execute(sa.insert(RunTag), [{**same, "tag": tag} for tag in listed.tags])


def _keep_words(session: Session, run: str, workspace_id: str, words: Sequence[str]) -> None:
    session.execute(sa.delete(RunWord).where(RunWord.run == run))
    same = {"run": run, "workspace_id": workspace_id}
    if words:
        session.execute(sa.insert(RunWord), [{**same, "word": word} for word in words])


def _announce(session: Session, listed: ListedRun, kind: str, data: dict[str, Any]) -> None:
    topic = f"workspace:{listed.workspace_id}"
    realtime.append(session, topic, kind, data, workspace_id=listed.workspace_id)
