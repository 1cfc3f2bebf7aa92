"""A busy writer in one process leaves turns to the writers of others."""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from armillary.base import database as base_database
from armillary.base.database import Database
from tests.support.waiting import until

BUSY = """
import sys, threading
import sqlalchemy as sa
from armillary.base.database import Database

database = Database(sys.argv[1])

def write():
    while True:
        with database.write() as session:
            session.execute(sa.text("insert into t (v) values (:v)"), [{"v": 0}] * 500)

threads = [threading.Thread(target=write, daemon=True) for _ in range(2)]
for thread in threads:
    thread.start()
threads[0].join()
"""


def test_a_small_write_gets_its_turn_beside_a_busy_process(
    tmp_path: Path, open_database: Callable[..., Database]
) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with database.write() as session:
        session.execute(sa.text("create table t (v integer)"))
    busy = subprocess.Popen([sys.executable, "-c", BUSY, f"sqlite:///{tmp_path / 'a.db'}"])

    def count() -> int:
        with database.read() as session:
            return session.scalar(sa.text("select count(*) from t")) or 0

    try:
        until(lambda: count() > 5_000)
        theirs, begin = count(), time.monotonic()
        for _ in range(30):
            with database.write() as session:
                session.execute(sa.text("insert into t (v) values (1)"))
        rows_between = (count() - theirs) / 30
    finally:
        busy.kill()
        busy.wait()

    # In turns, one of theirs comes between two of ours; without, some hundred did.
    assert rows_between < 500 * 10, f"{rows_between} rows, {time.monotonic() - begin} s"


def test_whoever_waits_too_long_is_told_that_the_database_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, open_database: Callable[..., Database]
) -> None:
    monkeypatch.setattr(base_database, "BUSY_TIMEOUT_MS", 100)
    first, second = (open_database(f"sqlite:///{tmp_path / 'a.db'}") for _ in range(2))

    with first.write() as session:
        session.execute(sa.text("create table t (v integer)"))
        for other in (first, second):
            with pytest.raises(OperationalError, match="for too long"), other.write() as late:
                late.execute(sa.text("create table u (v integer)"))

    with second.write() as session:
        session.execute(sa.text("insert into t (v) values (1)"))
