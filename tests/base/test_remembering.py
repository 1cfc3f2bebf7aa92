"""What was read is given again only while nobody has changed anything."""

import asyncio
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from armillary.base.changes import Changes
from armillary.base.database import Database
from armillary.base.remembering import Remembered

OpenDatabase = Callable[[str], Database]


class _Shelf:
    """Something that is read, and how often that was done."""

    def __init__(self) -> None:
        self.readings = 0

    async def read(self) -> int:
        self.readings += 1
        number = self.readings
        await asyncio.sleep(0)
        return number


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'a folder with % and #' / 'things.db'}"


def _change(database: Database) -> None:
    with database.write() as session:
        session.execute(sa.text("create table if not exists things (name)"))
        session.execute(sa.text("insert into things values ('one')"))


def test_a_thing_is_read_again_once_anybody_has_committed(
    address: str, open_database: OpenDatabase
) -> None:
    ours, of_another_process = open_database(address), open_database(address)
    _change(ours)
    shelf, remembered = _Shelf(), Remembered(ours.changes)

    async def ask() -> list[int]:
        found = [await remembered.read("thing", shelf.read) for _ in range(3)]
        _change(ours)
        found += [await remembered.read("thing", shelf.read) for _ in range(2)]
        _change(of_another_process)
        return found + [await remembered.read("thing", shelf.read) for _ in range(2)]

    assert asyncio.run(ask()) == [1, 1, 1, 2, 2, 3, 3]


def test_what_is_not_committed_changes_nothing(address: str, open_database: OpenDatabase) -> None:
    database = open_database(address)
    _change(database)
    before = database.changes.number()

    with database.write() as session:
        session.execute(sa.text("insert into things values ('two')"))
        inside = database.changes.number()

    assert inside == before
    assert database.changes.number() != before


def test_what_a_clock_may_have_changed_is_read_again(
    address: str, open_database: OpenDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(address)
    _change(database)
    shelf, remembered = _Shelf(), Remembered(database.changes)
    later = time.monotonic() + 1.01

    async def ask() -> list[int]:
        found = [await remembered.read("thing", shelf.read)]
        with monkeypatch.context() as patched:
            patched.setattr("armillary.base.remembering.time.monotonic", lambda: later)
            return [*found, await remembered.read("thing", shelf.read)]

    assert asyncio.run(ask()) == [1, 2]


@pytest.mark.parametrize("is_counted", [True, False])
def test_many_who_ask_at_once_cost_one_reading(
    address: str, open_database: OpenDatabase, is_counted: bool
) -> None:
    database = open_database(address)
    _change(database)
    changes = database.changes if is_counted else Changes(None)
    shelf, remembered = _Shelf(), Remembered(changes)

    async def ask() -> list[int]:
        return await asyncio.gather(*(remembered.read("thing", shelf.read) for _ in range(20)))

    assert asyncio.run(ask()) == [1] * 20
    # Another event loop, as that of a server that was started again in this process.
    assert asyncio.run(ask()) == [1 if is_counted else 2] * 20


def test_a_failure_is_not_kept(address: str, open_database: OpenDatabase) -> None:
    database = open_database(address)
    _change(database)
    shelf, remembered = _Shelf(), Remembered(database.changes)

    async def fail() -> int:
        raise ValueError("gone")

    async def ask() -> int:
        with pytest.raises(ValueError, match="gone"):
            await remembered.read("thing", fail)
        found: int = await remembered.read("thing", shelf.read)
        return found

    assert asyncio.run(ask()) == 1


def test_only_so_much_is_kept(address: str, open_database: OpenDatabase) -> None:
    database = open_database(address)
    _change(database)
    shelf, remembered = _Shelf(), Remembered(database.changes, most=2)

    async def ask() -> list[int]:
        return [await remembered.read(key, shelf.read) for key in ("a", "b", "c", "b", "a")]

    assert asyncio.run(ask()) == [1, 2, 3, 2, 4]
