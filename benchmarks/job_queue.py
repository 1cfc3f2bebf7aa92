"""A long queue of jobs: what workers and people ask of it, with 50,000 queued beside 50.

Aim: looking for work, claiming, submitting and sweeping take at most 1.5 times as long, on SQLite
and PostgreSQL; a page of the list of jobs, which also counts them, at most 50 ms. The jobs lie in
ten workspaces and two lanes, and a fifth of them waits for another. What PostgreSQL is measured on
is named by ``ARMILLARY_BENCH_POSTGRES``; without it one is started where the package for tests is
installed.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.ids import new_id
from armillary.jobs import holdings, lines
from armillary.jobs.claims import Taker, lanes_queued, take
from armillary.jobs.contract import Needs
from armillary.jobs.kinds import JobKinds
from armillary.jobs.lanes import Capacity, Places
from armillary.jobs.machine import host_name
from armillary.jobs.sweeper import Sweeper
from armillary.jobs.tables import JobDependency
from armillary.migrations import upgrade
from benchmarks.measure import Result, armillary_on, percentile, postgres, size

MANY, FEW = size(50_000, 300), 50
TIMES = size(40, 2)
MOST = 1.5
PAGE_MS = 50.0
_AT_ONCE = 5_000
_WORKSPACES = 10
_KIND = "datasets.import"
_PARAMS = {"dataset_id": "ds_1", "filename": "t.csv", "size_bytes": 1}
_WORKER = "worker_bench"
_TAKER = Taker(_WORKER, host_name(), None, Capacity(8, 1 << 33), JobKinds.load())
PAGES: Mapping[str, dict[str, str]] = {
    "a page of the list": {},
    "a page of those queued": {"state": "queued"},
    "a page of one kind": {"kind": _KIND},
}


@dataclass(frozen=True)
class Queue:
    """A database with queued jobs."""

    database: Database
    sweeper: Sweeper

    def ask(self, question: Callable[[Session], object]) -> float:
        """Ask within a transaction, and undo it; gives milliseconds."""
        with Session(self.database.engine, info=dict(self.database.info)) as session:
            session.connection()
            begin = time.perf_counter()
            question(session)
            session.flush()
            took = time.perf_counter() - begin
            session.rollback()
        return took * 1000


def _claim(session: Session) -> None:
    taken = take(session, _TAKER, Places(1))
    assert len(taken.claims) == 2, f"a job of each lane was to be taken; got {taken}"


QUESTIONS: Mapping[str, Callable[[Queue], float]] = {
    "a worker's look": lambda queue: queue.ask(lambda session: lanes_queued(session, _TAKER)),
    "a claim": lambda queue: queue.ask(_claim),
    "a submission": lambda queue: queue.ask(lambda session: _submit(session)),
    "is a more important one queued": lambda queue: queue.ask(
        lambda session: lines.has_above(session, 5, None)
    ),
    "a sweep": lambda queue: _timed(queue.sweeper.sweep),
}


def run() -> Iterator[Result]:
    """Ask a short queue and a long one in turns, on both databases."""
    with tempfile.TemporaryDirectory(prefix="armillary-bench-") as folder:
        places = {count: Path(folder) / str(count) for count in (FEW, MANY)}
        urls = {count: f"sqlite:///{place / 'armillary.db'}" for count, place in places.items()}
        for place in places.values():
            place.mkdir()
        yield from _compared("SQLite", urls)
        yield from _pages(places[MANY])
    with postgres("job_queue", databases=2) as addresses:
        if addresses is not None:
            yield from _compared("PostgreSQL", dict(zip((FEW, MANY), addresses, strict=True)))


def _compared(kind: str, urls: Mapping[int, str]) -> Iterator[Result]:
    queues = {count: _fill(url, count) for count, url in urls.items()}
    for name, ask in QUESTIONS.items():
        took: dict[int, list[float]] = {FEW: [], MANY: []}
        for _ in range(TIMES):
            for count, queue in queues.items():
                took[count].append(ask(queue))
        few, many = (statistics.median(took[count]) for count in (FEW, MANY))
        ratio, note = many / few, f"{many:.2f} ms beside {few:.2f} ms"
        what = f"{MANY:,} queued jobs on {kind} beside {FEW}, {name}"
        yield Result(what, ratio, "x", f"<= {MOST}x", ratio <= MOST, note=note)
    for queue in queues.values():
        queue.database.dispose()


def _pages(folder: Path) -> Iterator[Result]:
    # Without workers, so that the queue stays as long as it is.
    with (
        armillary_on(folder, ARMILLARY_WORKERS="0") as server,
        httpx.Client(base_url=server.url, timeout=60) as client,
    ):
        for name, asked in PAGES.items():
            took = [_timed(lambda a=asked: _page(client, a)) for _ in range(TIMES)]
            value = percentile(took, 0.95)
            what = f"{MANY:,} queued jobs on SQLite, {name}, p95"
            yield Result(what, value, "ms", f"<= {PAGE_MS:.0f} ms", value <= PAGE_MS)


def _page(client: httpx.Client, asked: dict[str, str]) -> None:
    client.get("/api/jobs", params={**asked, "limit": "50"}).raise_for_status()


def _timed(do: Callable[[], object]) -> float:
    begin = time.perf_counter()
    do()
    return (time.perf_counter() - begin) * 1000


def _submit(session: Session, **given: Any) -> jobs.Job:
    return jobs.submit(Actor.local(), session, _KIND, _PARAMS, **given)


def _fill(url: str, count: int) -> Queue:
    """Queue jobs as if they had been submitted; submitting each would take many minutes."""
    database = Database(url)
    upgrade(database)
    with database.write() as session:
        holdings.register(session, _WORKER, 1, slots=1, is_embedded=False, reserved_for=None)
        needed = _submit(session, reserved_for="nobody")
        patterns = [
            _submit(session, needs=Needs(lane="main")),
            _submit(session, needs=Needs(lane="background")),
            _submit(session, needs=Needs(lane="main"), priority=1),
            _submit(session, needs=Needs(lane="background")),
            _submit(session, depends_on=[needed.id]),
        ]
        names = [one.key for one in sa.inspect(jobs.Job).column_attrs]
        rows = [{name: getattr(job, name) for name in names} for job in patterns]
    for begin in range(0, count, _AT_ONCE):
        own = [
            _elsewhere(rows[place % 5], _workspace(place // 5))
            for place in range(begin, min(begin + _AT_ONCE, count))
        ]
        with database.write() as session:
            session.execute(sa.insert(jobs.Job), own)
            session.execute(sa.insert(JobDependency), list(_dependencies(own)))
    if not database.is_sqlite:
        with database.engine.connect() as connection:
            connection.execute(sa.text("analyze"))
            connection.commit()
    sweeper = Sweeper(database, _WORKER)
    sweeper.sweep()  # the first looks at all that is queued
    return Queue(database, sweeper)


def _dependencies(rows: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    for row in rows:
        for needed in row["depends_on"]:
            ids = {"job_id": row["id"], "needs_id": needed}
            yield {**ids, "workspace_id": row["workspace_id"], "must_succeed": True}


def _elsewhere(row: Mapping[str, Any], workspace: str) -> dict[str, Any]:
    line = row["line"] and row["line"].replace(row["workspace_id"], workspace)
    return {**row, "id": new_id("job"), "workspace_id": workspace, "line": line}


def _workspace(place: int) -> str:
    number = place % _WORKSPACES
    return "ws_demo" if number == 0 else f"ws_{number}"
