"""Finding the rows of a page: in stretches, by rank, from what is kept; always the same rows."""

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.capabilities.datasets import matches, orders, paging
from armillary.capabilities.datasets.groups import Groups
from armillary.capabilities.datasets.kept import Kept
from armillary.capabilities.datasets.naming import Column
from armillary.capabilities.datasets.paging import Paging
from armillary.capabilities.datasets.queries import StoredTable, open_table
from armillary.capabilities.datasets.ranks import make_keys, select
from armillary.capabilities.datasets.views import View
from armillary.jobs.calls import CallContext
from tests.capabilities.datasets.asked import KEY, columns_of, context, write

ROWS = 5000
WHERE = {"column": "level", "operator": "le", "value": 2}
RARE = {"column": "level", "operator": "eq", "value": 77}


@pytest.fixture(scope="module")
def table() -> pa.Table:
    random = np.random.default_rng(5)
    numbers = random.normal(size=ROWS).round(2)
    numbers[::31] = math.nan
    levels = random.integers(0, 5, ROWS)
    levels[[17, 4000]] = 77
    gaps = random.random(ROWS) < 0.1
    return pa.table(
        {
            "id": np.arange(ROWS),
            "number": pa.array(numbers, mask=gaps),
            "level": levels,
            "word": pa.array(random.choice(["b", "", "a", "ä"], ROWS), mask=gaps[::-1].copy()),
            "name": [f"name {row * 7919 % ROWS}" for row in range(ROWS)],
            "good": pa.array(random.random(ROWS) < 0.5, mask=gaps),
            "day": pa.array(random.integers(0, 50, ROWS).astype("int32")).cast(pa.date32()),
        }
    )


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory, table: pa.Table) -> CallContext:
    folder = tmp_path_factory.mktemp("asked")
    write(folder, table, 700)
    return context(folder)


@pytest.fixture
def find(
    asked: CallContext, table: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., paging.Page]:
    """Give what finds a page, with stretches so short that there are many of them."""
    monkeypatch.setattr(matches, "_STRETCH", 512)
    monkeypatch.setattr(matches, "_LONGEST", 1024)
    monkeypatch.setattr(paging, "_FIRST_SEARCHED", 512)
    monkeypatch.setattr(paging, "_FIRST_COMPARED", 512)
    asked.cache.drop("kept")
    payload = {"key": KEY, "columns": [vars(each).values() for each in columns_of(table)]}

    def ask(view: Any, page: int = 0, size: int = 50, *, is_exact: bool = True) -> paging.Page:
        read = View.model_validate(view).to_payload()
        with open_table(payload, asked) as stored:
            return Paging(stored, read, KEY, asked).find(page, size, is_exact=is_exact)

    return ask


def passing(table: pa.Table, limit: int) -> list[int]:
    return [row for row, level in enumerate(table["level"].to_pylist()) if level <= limit]


@pytest.mark.parametrize("few", [10, 100_000])
def test_pages_of_matches_are_the_same_however_they_are_kept(
    find: Callable[..., paging.Page], table: pa.Table, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    monkeypatch.setattr(matches, "_FEW", few)
    wanted = passing(table, 2)

    for page in (0, 1, 30, len(wanted) // 50, len(wanted) // 50 + 1):
        found = find({"filter": WHERE}, page)

        assert list(found.numbers) == wanted[page * 50 : page * 50 + 50]
        assert (found.total_rows, found.is_estimate) == (len(wanted), False)


def test_looking_ends_with_its_time_and_goes_on_from_there(
    find: Callable[..., paging.Page], table: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "_FILTER_S", 0.0)
    monkeypatch.setattr(paging, "_SEARCH_S", 0.0)
    wanted = passing(table, 2)
    view = {"filter": WHERE}

    first = find(view, is_exact=False)
    again = find(view, is_exact=False)
    beyond = find(view, page=50, is_exact=False)
    exact = find(view)
    later = find(view, page=50, is_exact=False)

    assert list(first.numbers) == wanted[:50]
    assert first.is_estimate
    assert abs(first.total_rows - len(wanted)) < 0.2 * len(wanted)
    assert again.is_estimate
    assert list(again.numbers) == wanted[:50]
    assert list(beyond.numbers) == []
    assert (exact.total_rows, exact.is_estimate) == (len(wanted), False)
    assert list(later.numbers) == wanted[2500:2550]


def test_a_rare_match_is_found_at_the_end(
    find: Callable[..., paging.Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(find({"filter": RARE}).numbers) == [17, 4000]
    assert list(find({"search": "name 7919"}).numbers) == []
    view = {"filter": RARE, "sort": [{"column": "id", "descending": True}]}
    assert list(find(view).numbers) == [4000, 17]
    monkeypatch.setattr(orders, "_FIRST", 0)
    assert list(find(view, size=1).numbers) == [4000]


SORTS: list[list[tuple[str, bool]]] = [
    [("number", False)],
    [("number", True)],
    [("id", True)],
    [("word", True)],
    [("good", False), ("number", True)],
    [("level", False), ("word", False), ("id", True)],
    [("day", True), ("number", False)],
    [("name", False)],
    [("level", True), ("name", True)],
]


def in_order(table: pa.Table, rows: list[int], sort: list[tuple[str, bool]]) -> list[int]:
    """Sort rows by plain Python: the last column first, each sort keeping what was equal."""
    for name, descending in reversed(sort):
        cells = table[name].to_pylist()

        def key(row: int, cells: list[Any] = cells) -> Any:
            return cells[row].encode() if isinstance(cells[row], str) else cells[row]

        def is_nan(row: int, cells: list[Any] = cells) -> bool:
            return isinstance(cells[row], float) and math.isnan(cells[row])

        held = [row for row in rows if cells[row] is not None and not is_nan(row)]
        held.sort(key=key, reverse=descending)
        rows = [*held, *filter(is_nan, rows), *(row for row in rows if cells[row] is None)]
    return rows


@pytest.mark.parametrize("sort", SORTS, ids=str)
@pytest.mark.parametrize("first", [0, 10_000], ids=["by rank", "at first"])
@pytest.mark.parametrize("node", [None, WHERE], ids=["all", "filtered"])
def test_every_page_of_an_order_is_the_same_whichever_way_it_is_found(
    find: Callable[..., paging.Page],
    table: pa.Table,
    monkeypatch: pytest.MonkeyPatch,
    sort: list[tuple[str, bool]],
    first: int,
    node: Any,
) -> None:
    monkeypatch.setattr(orders, "_FIRST", first)
    monkeypatch.setattr(orders, "_BESIDE", 30)
    wanted = in_order(table, list(range(ROWS)) if node is None else passing(table, 2), sort)
    view = {"sort": [{"column": name, "descending": down} for name, down in sort], "filter": node}

    for page in (0, 1, 40, 7, len(wanted) // 60, len(wanted) // 60 + 1):
        found = find(view, page, 60)

        assert list(found.numbers) == wanted[page * 60 : page * 60 + 60]
        assert found.total_rows == len(wanted)


def test_many_texts_are_left_to_the_engine(
    find: Callable[..., paging.Page], table: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    from armillary.capabilities.datasets import ranks

    monkeypatch.setattr(ranks, "MOST_TEXTS", 100)
    monkeypatch.setattr(orders, "_FIRST", 0)
    wanted = in_order(table, list(range(ROWS)), [("name", True)])

    for page in (3, 70, 3):
        found = find({"sort": [{"column": "name", "descending": True}]}, page)

        assert list(found.numbers) == wanted[page * 50 : page * 50 + 50]


cell = st.one_of(st.none(), st.just(math.nan), st.sampled_from([0.0, -0.0, 1.5, math.inf, -2.0]))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    rows=st.lists(st.tuples(cell, st.integers(0, 3)), max_size=30),
    downs=st.tuples(st.booleans(), st.booleans()),
    start=st.integers(0, 31),
    size=st.integers(0, 31),
)
def test_selecting_by_rank_is_sorting_and_cutting(
    rows: list[Any], downs: tuple[bool, bool], start: int, size: int
) -> None:
    table = pa.table(
        {
            "a": pa.array([row[0] for row in rows], pa.float64()),
            "b": pa.array([row[1] for row in rows], pa.int64()),
        }
    )
    keys = [
        make_keys(column, table[column.name], descending=down)
        for column, down in zip(columns_of(table), downs, strict=True)
    ]

    found = select([key for key in keys if key is not None], start, start + size)

    sort = [("a", downs[0]), ("b", downs[1])]
    assert found.tolist() == in_order(table, list(range(len(rows))), sort)[start : start + size]


@pytest.mark.parametrize(
    "values", [[-(2**63), 2**63 - 1, 0, None, -(2**63)], [2**63 - 1, None, None, 5, 4]]
)
@pytest.mark.parametrize("descending", [False, True])
def test_the_longest_whole_numbers_keep_their_order(
    values: list[int | None], descending: bool
) -> None:
    table = pa.table({"a": pa.array(values, pa.int64())})

    keys = make_keys(Column("a", "int64"), table["a"], descending=descending)

    assert keys is not None
    assert select([keys], 0, 9).tolist() == in_order(table, list(range(5)), [("a", descending)])


def test_what_is_kept_is_bounded_in_bytes() -> None:
    kept = Kept(max_bytes=100)

    kept.keep(("t", 1), "a", 60)
    kept.keep(("t", 2), "b", 60)
    kept.keep(("t", 3), "c", 30)
    kept.keep(("t", 4), "too large", 101)
    kept.keep(("t", 3), "again", 35)

    assert [kept.find(("t", place), str) for place in range(1, 5)] == [None, "b", "again", None]
    assert kept.find(("t", 2), int) is None


def test_groups_are_read_alike_from_disk_and_from_memory(tmp_path: Path, table: pa.Table) -> None:
    path = write(tmp_path, table, 700)
    numbers = [4999, 0, 700, 699, 1400, 0]

    for groups in (Groups(), Groups(max_bytes=0), Groups(max_bytes=100_000)):
        for _ in range(2):
            read = groups.read(path, numbers, [4, 0])
            assert read == table.take(numbers).select(["name", "id"])
        assert groups.read(path, range(100, 103), [0])["id"].to_pylist() == [100, 101, 102]
        assert groups.layout(path).rows == ROWS


def test_wide_tables_are_read_by_their_groups(tmp_path: Path) -> None:
    wide = pa.table({f"x{place}": [place, place + 1] for place in range(1100)})
    write(tmp_path, wide, 1)
    asked = context(tmp_path)
    payload = {"key": KEY, "columns": [vars(each).values() for each in columns_of(wide)]}

    with open_table(payload, asked) as stored:
        assert isinstance(stored, StoredTable)
        read = stored.read([1, 0], [1099, 3])

    assert read.to_pydict() == {"x1099": [1100, 1099], "x3": [4, 3]}
