"""Runs that train elsewhere: somebody's own program logs its points here."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.errors import AppError, Conflict, NotFound
from armillary.base.executors import Executors, in_thread
from armillary.base.ids import new_id
from armillary.base.values import utc_now
from armillary.capabilities.training import experiments, points, timeline
from armillary.capabilities.training.curves import Logged
from armillary.capabilities.training.runs import entries
from armillary.capabilities.training.schemas import ExternalRequest
from armillary.capabilities.training.sessions import STATUS
from armillary.capabilities.training.tables import Training

_ROWS_PER_COMMIT = 1_000
_RUNS = sa.select(Training.id, Training.workspace_id, Training.source, Training.state).where(
    Training.id.in_(sa.bindparam("ids", expanding=True))
)


def begin(actor: Actor, session: Session, request: ExternalRequest) -> Training:
    """Add a run that points can be logged to."""
    now = utc_now()
    row = Training(
        id=new_id("run"),
        workspace_id=actor.workspace_id,
        source="external",
        name=request.name,
        request={},
        hyperparameters=request.hyperparameters,
        state="running",
        created_by=actor.id,
        created_at=now,
        started_at=now,
    )
    if request.experiment_id is not None:
        row.experiment_id = experiments.get_open(actor, session, request.experiment_id).id
    session.add(row)
    entries.add(session, row, "running", request.tags)
    by = timeline.Person.of(actor)
    timeline.note(session, row.id, row.workspace_id, "started", by=by)
    data = {"session": {"session_id": row.id, "name": row.name}}
    realtime.append(
        session, f"job:{row.id}", "training.created", data, workspace_id=actor.workspace_id
    )
    return row


def finish(session: Session, row: Training, state: str) -> None:
    """End a run; nothing can be logged to it any more. One that has ended stays as it is."""
    if row.source != "external":
        raise Conflict("This training is ended by its worker; stop it instead.")
    if row.state != "running":
        return
    row.state = state
    row.completed_at = utc_now()
    entries.move(session, row.id, STATUS[state], row.started_at, row.completed_at)
    what: timeline.What = "completed" if state == "succeeded" else "stopped"
    timeline.note(session, row.id, row.workspace_id, what)
    data = {"session_id": row.id, "state": state}
    realtime.append(
        session, f"job:{row.id}", "training.finished", data, workspace_id=row.workspace_id
    )


@dataclass(eq=False)
class _Entry:
    """What one request logs, and where it waits for the commit."""

    workspace_id: str
    run: str
    points: Sequence[Logged]
    done: "asyncio.Future[None]"


class MetricLog:
    """Writes what requests log; those that come while a commit runs share the next one.

    Belongs to the event loop of one server process.
    """

    def __init__(self, database: Database, executors: Executors) -> None:
        self._database = database
        self._executors = executors
        self._pending: list[_Entry] = []
        self._task: asyncio.Task[None] | None = None

    async def log(self, actor: Actor, run: str, logged: Sequence[Logged]) -> None:
        """Return once the points are durable; raises where the run takes none."""
        done = asyncio.get_running_loop().create_future()
        self._pending.append(_Entry(actor.workspace_id, run, logged, done))
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._commit_all())
        await done

    async def _commit_all(self) -> None:
        while self._pending:
            entries = self._take()
            begin = time.perf_counter()
            try:
                failures = await in_thread(self._executors.database, self._commit, entries)
            except Exception as error:  # noqa: BLE001  # handed to everybody who waits for it
                failures = [error] * len(entries)
            for entry, failure in zip(entries, failures, strict=True):
                _settle(entry.done, failure)
            if self._pending:
                # SQLite's lock is unfair: leave other writers as much time as we took.
                await asyncio.sleep(time.perf_counter() - begin)

    def _take(self) -> list[_Entry]:
        entries, rows = [], 0
        while self._pending and rows < _ROWS_PER_COMMIT:
            entries.append(self._pending.pop(0))
            rows += len(entries[-1].points)
        return entries

    def _commit(self, entries: Sequence[_Entry]) -> list[Exception | None]:
        """Write everything in one transaction; gives what was wrong with each entry."""
        with self._database.write() as session:
            runs = _find_runs(session, {entry.run for entry in entries})
            failures = [_refusal(runs.get(entry.run), entry) for entry in entries]
            accepted: dict[str, list[Logged]] = {}
            for entry, failure in zip(entries, failures, strict=True):
                if failure is None:
                    accepted.setdefault(entry.run, []).extend(entry.points)
            for run, logged in accepted.items():
                points.store(session, run, runs[run][0], logged)
        return list(failures)


def _find_runs(session: Session, ids: set[str]) -> dict[str, tuple[str, str, str | None]]:
    # Through the connection: an ORM query costs as much as the rest of a commit.
    found = session.connection().execute(_RUNS, {"ids": list(ids)})
    return {row.id: (row.workspace_id, row.source, row.state) for row in found}


def _refusal(run: tuple[str, str, str | None] | None, entry: _Entry) -> AppError | None:
    if run is None or run[0] != entry.workspace_id:
        return NotFound(f"There is no training session {entry.run!r} in this workspace.")
    if run[1] != "external":
        return Conflict("The points of this session come from its worker; log to a run of yours.")
    if run[2] != "running":
        return Conflict("This run is finished; begin another with POST /api/training.")
    return None


def _settle(done: "asyncio.Future[None]", failure: Exception | None) -> None:
    if done.done():
        return
    if failure is None:
        done.set_result(None)
    else:
        done.set_exception(failure)
