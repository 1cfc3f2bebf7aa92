"""Stored files that belong to nothing are removed; all others are let be, whoever is slow."""

import sys
import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from armillary.base.ids import new_id
from armillary.base.registry import StrayModule
from armillary.base.storage import LocalStorage
from armillary.base.values import utc_now
from armillary.capabilities import datasets
from armillary.capabilities.datasets.service import original_key
from armillary.jobs import cleaning, orphans
from armillary.jobs.checkpoints import folder
from armillary.jobs.kinds import CAPABILITIES
from armillary.jobs.orphans import OrphanSweep
from armillary.jobs.ownership import OwnedFiles, find_owned
from armillary.jobs.tables import Installation, Job
from armillary.jobs.worker import run_worker
from tests.support.waiting import until

from .conftest import Engine, open_engine

HOURS = timedelta(hours=24)
THINGS = OwnedFiles("things", "thing", sa.select(Job.subject_id))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on each database."""
    name = "engine" if request.param == "sqlite" else "postgres_engine"
    opened: Engine = request.getfixturevalue(name)
    return opened


@dataclass
class Attic:
    """Stored files, and somebody who sweeps there on a clock of their own."""

    engine: Engine
    owned: list[OwnedFiles]
    waking_s: float = 0.0
    later: timedelta = timedelta(days=2)
    at: datetime | None = None

    @property
    def storage(self) -> LocalStorage:
        return LocalStorage(self.engine.settings.storage_root)

    def put(self, key: str, data: bytes = b"data") -> str:
        with self.storage.write(key) as file:
            file.write(data)
        return key

    def begin(self) -> OrphanSweep:
        """Look for the first time."""
        sweep = OrphanSweep(
            self.engine.database,
            self.storage,
            self.owned,
            HOURS,
            clock=lambda: self.waking_s,
            now=lambda: self.at or utc_now() + self.later,
        )
        sweep.step()
        return sweep

    def end(self, sweep: OrphanSweep) -> None:
        """Look again a waking minute later, and remove what is to be removed."""
        self.waking_s += orphans.CONFIRM_S + 1
        while sweep.step() is not None:
            pass

    def sweep(self) -> None:
        self.end(self.begin())

    def files(self) -> set[str]:
        root = self.storage.root
        found = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
        return {name for name in found if not name.endswith("/of-database")}


@pytest.fixture
def attic(engine: Engine) -> Attic:
    return Attic(engine, [THINGS, *find_owned(CAPABILITIES)])


def thing(engine: Engine, row_id: str) -> None:
    """Let there be a row of this id."""
    engine.submit("test.count", subject=("thing", row_id))


def test_what_belongs_to_nothing_is_removed_once_it_is_old_enough(attic):
    known, stray = new_id("thing"), new_id("thing")
    thing(attic.engine, known)
    kept = attic.put(f"things/{known}/file")
    attic.put(f"things/{stray}/deep/file")

    attic.later = HOURS - timedelta(minutes=5)
    attic.sweep()
    young = attic.files()
    attic.later = HOURS + timedelta(minutes=5)
    attic.sweep()

    assert young == {kept, f"things/{stray}/deep/file"}
    assert attic.files() == {kept}


def test_what_has_no_id_of_ours_is_not_ours_to_remove(attic):
    foreign = {
        attic.put("things/holiday/photo.jpg"),
        attic.put("things/thing_short/file"),
        attic.put(f"things/{new_id('ds')}/file"),
        attic.put(f"elsewhere/{new_id('thing')}/file"),
        attic.put("things/file"),
    }

    attic.sweep()

    assert attic.files() == foreign


def test_files_whose_row_comes_between_the_looks_stay(attic):
    late, stray = new_id("thing"), new_id("thing")
    kept = attic.put(f"things/{late}/file")
    attic.put(f"things/{stray}/file")

    sweep = attic.begin()
    thing(attic.engine, late)
    attic.end(sweep)

    assert attic.files() == {kept}


def test_files_that_are_added_to_between_the_looks_stay(attic):
    stray = new_id("thing")
    first = attic.put(f"things/{stray}/a")

    sweep = attic.begin()
    second = attic.put(f"things/{stray}/b")
    attic.end(sweep)

    assert attic.files() == {first, second}


def test_nothing_is_removed_before_a_minute_of_waking_time_has_passed(attic):
    stray = attic.put(f"things/{new_id('thing')}/file")

    sweep = attic.begin()
    attic.waking_s += orphans.CONFIRM_S - 1
    waiting = sweep.step()

    assert waiting is not None
    assert attic.files() == {stray}


def test_files_of_another_database_are_let_be(attic):
    stray = attic.put(f"things/{new_id('thing')}/file")
    attic.later = timedelta(0)
    attic.sweep()
    with attic.engine.database.write() as session:
        session.execute(sa.update(Installation).values(id="db_other"))

    attic.later = timedelta(days=2)
    attic.sweep()

    assert attic.files() == {stray}


def test_a_long_upload_is_not_swept_and_what_a_dead_one_left_is(attic):
    def sweep_before(moment: datetime) -> None:
        attic.at = moment + HOURS
        attic.sweep()
        attic.at = None

    row_id = new_id("ds")
    with attic.storage.write(original_key(row_id)) as file:
        file.write(b"x" * 100_000)
        begun = utc_now()
        # The times of files are coarse.
        until(lambda: utc_now() > begun + timedelta(seconds=0.1))
        file.write(b"y" * 100_000)
        sweep_before(begun)
        alive = attic.files()
        # It has just ended, and its row is about to be stored.
    sweep_before(begun)
    ended = attic.files()
    dead = attic.storage.write(original_key(row_id))
    dead.__enter__().write(b"z" * 100_000)
    attic.later = timedelta(days=2)
    both = attic.files()
    attic.sweep()

    assert len(alive) == 1
    assert ended == {original_key(row_id)}
    assert len(both) == 2
    assert attic.files() == set()
    with pytest.raises(FileNotFoundError):
        dead.__exit__(None, None, None)


def test_an_upload_whose_server_died_before_its_row_is_removed_and_others_stay(attic):
    engine = attic.engine
    made = datasets.submit_upload(engine.actor, engine.database, attic.storage, "t.csv", [b"a\n1"])
    attic.put(original_key(new_id("ds")))

    attic.sweep()

    assert attic.files() == {original_key(made["id"])}


def test_checkpoints_stay_as_long_as_their_job_may_go_on_from_them(attic):
    def checkpoint(state: str) -> str:
        job_id = attic.engine.submit("test.count")
        with attic.engine.database.write() as session:
            session.get_one(Job, job_id).state = state
        attic.put(f"jobs/{job_id}/result.csv")
        return attic.put(f"{folder(job_id)}/1-1/count")

    needed = {checkpoint(state) for state in ("queued", "waiting", "running", "lost")}
    for state in ("succeeded", "failed", "cancelled"):
        checkpoint(state)
    attic.put(f"{folder(new_id('job'))}/1-1/count")

    attic.sweep()

    left = attic.files()
    assert {name for name in left if "checkpoints" in name} == needed
    assert sum(name.endswith("result.csv") for name in left) == 7


def test_a_worker_sweeps_by_itself(settings, monkeypatch):
    monkeypatch.setattr(cleaning, "_FIRST_S", 0.0)
    monkeypatch.setattr(orphans, "CONFIRM_S", 0.01)
    monkeypatch.setattr(orphans, "_LOOK_AGAIN_S", 0.02)
    short = settings.model_copy(update={"orphaned_files_hours": 1e-9})
    with open_engine(short) as engine:
        attic = Attic(engine, [])
        attic.put(f"jobs/{new_id('job')}/checkpoints/1-1/state")
        kept = attic.put(f"jobs/{engine.submit('test.hog', {'what': 'hang'})}/result")
        stop = threading.Event()
        given = {"kinds": engine.kinds, "stop": stop}
        worker = threading.Thread(target=run_worker, args=(short,), kwargs=given)

        worker.start()
        try:
            until(lambda: attic.files() == {kept}, tell=lambda: str(attic.files()))
        finally:
            stop.set()
            worker.join()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "should offer `owned`"),
        (
            "import sqlalchemy as sa\n"
            "from armillary.jobs.ownership import OwnedFiles\n"
            "from armillary.jobs.tables import Job\n"
            "owned = (OwnedFiles('jobs', 'job', sa.select(Job.id)),)",
            r"offers jobs/\*, which is taken",
        ),
    ],
)
def test_a_file_that_owns_nothing_or_what_another_owns_is_named(tmp_path, monkeypatch, text, said):
    package = tmp_path / f"owners{abs(hash(text))}" / "one"
    package.mkdir(parents=True)
    for place in (package, package.parent):
        (place / "__init__.py").touch()
    (package / "owned_files.py").write_text(text)
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])

    with pytest.raises(StrayModule, match=f"{Path(package.parent.name)}/one/owned_files.py {said}"):
        find_owned(package.parent.name)
