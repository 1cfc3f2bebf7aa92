"""Units of work are whole, reads cannot write, and writers wait for each other."""

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, StatementError
from sqlalchemy.orm import Session

from armillary.base.database import Database, Json, UtcDateTime, after_commit, before_commit

# A schema of its own, so that the product's tables stay out of these tests.
metadata = sa.MetaData()
notes = sa.Table(
    "notes",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("at", UtcDateTime),
    sa.Column("data", Json),
)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'a.db'}"
    else:
        url = request.getfixturevalue("postgres_url")
    database = Database(url)
    metadata.create_all(database.engine)
    yield database
    database.dispose()


def _count(database: Database) -> int:
    with database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(notes)) or 0


def test_a_unit_of_work_is_committed_at_its_end(database: Database) -> None:
    with database.write() as session:
        session.execute(notes.insert().values(data={"x": [1, None]}))
        assert _count(database) == 0

    with database.read() as session:
        assert session.scalar(sa.select(notes.c.data)) == {"x": [1, None]}


def test_a_unit_of_work_that_raises_leaves_nothing(database: Database) -> None:
    ran: list[str] = []

    with pytest.raises(RuntimeError), database.write() as session:
        after_commit(session, lambda _: ran.append("after"))
        session.execute(notes.insert().values(data={}))
        raise RuntimeError

    assert (_count(database), ran) == (0, [])


def test_hooks_run_once_last_inside_and_then_outside(database: Database) -> None:
    seen: list[Any] = []

    def inside(session: Session) -> None:
        session.execute(notes.insert().values(data={}))
        seen.append(("before", _count(database)))

    with database.write() as session:
        before_commit(session, "key", inside)
        before_commit(session, "key", inside)
        after_commit(session, lambda _: seen.append(("after", _count(database))))

    assert seen == [("before", 0), ("after", 1)]


def test_a_read_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError), database.read() as session:
        session.execute(notes.insert().values(data={}))

    assert _count(database) == 0


def test_times_come_back_in_utc(database: Database) -> None:
    given = datetime(2026, 1, 2, 3, tzinfo=timezone(timedelta(hours=5)))

    with database.write() as session:
        session.execute(notes.insert().values(at=given))

    with database.read() as session:
        stored = session.scalar(sa.select(notes.c.at))
    assert stored == given
    assert stored is not None
    assert stored.tzinfo is UTC


def test_a_time_without_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="zone"), database.write() as session:
        session.execute(notes.insert().values(at=datetime(2026, 1, 1)))


def test_read_then_write_by_many_loses_no_update(tmp_path: Path, open_database) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    metadata.create_all(database.engine)
    with database.write() as session:
        session.execute(notes.insert().values(id=1, data={"n": 0}))

    def add_ten() -> None:
        for _ in range(10):
            with database.write() as session:
                held = session.scalar(sa.select(notes.c.data).where(notes.c.id == 1))
                assert held is not None
                session.execute(notes.update().values(data={"n": held["n"] + 1}))

    threads = [threading.Thread(target=add_ten) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with database.read() as session:
        assert session.scalar(sa.select(notes.c.data)) == {"n": 40}


def test_sqlite_keeps_what_was_committed(tmp_path: Path, open_database) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")

    with database.engine.connect() as connection:
        asked = ("journal_mode", "synchronous", "foreign_keys")
        held = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in asked]

    assert held == ["wal", 2, 1]


def test_writers_that_fail_give_their_turn_back(tmp_path: Path, open_database) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}", pool_size=2)
    metadata.create_all(database.engine)

    for _ in range(5):
        with pytest.raises(DBAPIError), database.write() as session:
            session.execute(sa.text("insert into nothing values (1)"))

    with database.write() as session:
        session.execute(notes.insert().values(data={}))
    assert _count(database) == 1


def test_postgresql_answers_in_one_process_whatever_was_rolled_back(postgres_url: str) -> None:
    database = Database(postgres_url)
    metadata.create_all(database.engine)
    with pytest.raises(RuntimeError), database.write() as session:
        session.execute(notes.insert().values(data={}))
        raise RuntimeError

    # Enough rows for PostgreSQL to think of helpers, were it let.
    many = sa.text("insert into notes (id) select generate_series(1, 300000)")
    with database.write() as session:
        session.execute(many)
        session.execute(sa.text("analyze notes"))
    with database.read() as session:
        plan = session.scalars(sa.text("explain select count(*) from notes where at is null"))

        assert not any("Gather" in line for line in plan)
    database.dispose()
