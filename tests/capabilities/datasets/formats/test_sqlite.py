"""SQLite files: read as they are, by queries that can do nothing else."""

import datetime
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits, ReadOptions, sqlite
from tests.capabilities.datasets.importer import LIMITS, Table, folder, import_bytes

ORDERS = (
    "create table orders (id integer, price real, name text, at text)",
    "insert into orders values (1, 2.5, 'x', '2020-02-29 12:00'), (2, null, null, null)",
)


def base(*statements: str) -> bytes:
    with folder() as work:
        path = work / "made.db"
        with sqlite3.connect(path) as connection:
            for statement in statements:
                connection.execute(statement)
        connection.close()
        return path.read_bytes()


def read(*statements: str, limits: ReadLimits = LIMITS, **options: Any) -> Table:
    return import_bytes(base(*statements), "t.db", limits, ReadOptions(**options))


def test_a_table_is_read() -> None:
    table = read(*ORDERS)

    noon = datetime.datetime(2020, 2, 29, 12)
    assert table.dtypes == ["int64", "float64", "str", "datetime64[us]"]
    assert table.rows == [(1, 2.5, "x", noon), (2, None, None, None)]


def test_the_first_table_with_rows_is_read_and_the_others_named() -> None:
    table = read(
        "create table empty (a)",
        *ORDERS,
        "create view dear as select id from orders where price > 2",
    )

    assert len(table.rows) == 2
    assert "The table 'orders' was read; the file also has 'empty', 'dear'." in table.warnings


def test_a_view_can_be_chosen() -> None:
    view = "create view dear as select id, price * 2 as twice from orders where price > 2"

    assert read(*ORDERS, view, part="dear").rows == [(1, 5.0)]
    with pytest.raises(Unreadable, match="no table 'cheap' in the file; there is 'orders', 'dear'"):
        read(*ORDERS, view, part="cheap")


def test_the_tables_are_listed() -> None:
    with folder() as work:
        path = work / "t.db"
        path.write_bytes(base(*ORDERS, "create view v as select 1 as one"))

        assert [(part.name, part.kind) for part in sqlite.format.parts(path)] == [
            ("orders", "table"),
            ("v", "view"),
        ]


def test_every_kind_of_cell_in_one_column_is_told() -> None:
    table = read("create table t (a)", "insert into t values (1), (1.5), ('x'), (x'ff'), (null)")

    assert [row[0] for row in table.rows] == ["1", "1.5", "x", "ff", None]
    assert "Mixed values kept as text" in table.warnings


def test_texts_that_are_no_text_are_repaired_and_told() -> None:
    table = read("create table t (a)", "insert into t values (cast(x'61ff' as text))")

    assert table.rows == [("a�",)]
    assert "1 text that are not UTF-8" in table.warnings


def test_tables_that_run_code_are_not_offered() -> None:
    data = base(*ORDERS, "create virtual table words using fts5(text)")

    assert "also has" not in import_bytes(data, "t.db").warnings


def test_a_view_without_end_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite, "_PATIENCE_S", 0.2)
    view = (
        "create view v as with recursive n(x) as (select 1 union all select x + 1 from n) "
        "select max(x) as x from n"
    )

    with pytest.raises(Unreadable, match="gave no row"):
        read(view, part="v")


@pytest.mark.parametrize(
    "view",
    [
        "create view v as select load_extension('x') as x",
        "create view v as select zeroblob(1000000000) as x",
        "create view v as select * from pragma_database_list",
    ],
)
def test_a_view_can_do_nothing_but_read(view: str) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        read(view, part="v")


def test_nothing_appears_beside_the_file(tmp_path: Path) -> None:
    path = tmp_path / "t.db"
    path.write_bytes(base("pragma journal_mode = wal", *ORDERS))

    sqlite.format.parts(path)

    assert [each.name for each in tmp_path.iterdir()] == ["t.db"]


@pytest.mark.parametrize("kept", [50, 100, 1000, 5000])
def test_a_file_cut_off_is_refused(kept: int) -> None:
    with pytest.raises(Unreadable):
        import_bytes(base(*ORDERS)[:kept], "t.db")


@pytest.mark.parametrize(
    ("statements", "said"),
    [(("create table t (a)",), "has rows"), (("pragma user_version = 1",), "has no table")],
)
def test_a_file_without_data_is_refused(statements: tuple[str, ...], said: str) -> None:
    with pytest.raises(Unreadable, match=said):
        read(*statements)


def test_limits_are_named() -> None:
    with pytest.raises(Unreadable, match="ARMILLARY_MAX_COLUMNS"):
        read(*ORDERS, limits=ReadLimits(9, 3))
    with pytest.raises(Unreadable, match="ARMILLARY_MAX_ROWS"):
        read(*ORDERS, limits=ReadLimits(1, 9))
