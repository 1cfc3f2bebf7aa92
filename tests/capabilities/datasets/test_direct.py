"""The fast way to import a text gives what the careful one gives, whatever is in its cells."""

import csv
import io
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from armillary.capabilities.datasets.columns.convert import write_values
from armillary.capabilities.datasets.columns.direct import Text
from armillary.capabilities.datasets.columns.directly import import_directly
from armillary.capabilities.datasets.columns.engine import open_engine
from armillary.capabilities.datasets.columns.inference import (
    NOTHING_SAID,
    Cells,
    Decided,
    Said,
    infer_kinds,
)
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import DelimitedText, ReadLimits, ReadOptions
from armillary.capabilities.datasets.formats.csv import format as csv_format
from armillary.capabilities.datasets.text import sampling, survey
from armillary.capabilities.datasets.text.cells import NeedsCare
from armillary.capabilities.datasets.text.copying import copy_cells
from tests.capabilities.datasets.importer import LIMITS, folder, import_bytes

HEADED = ReadOptions(delimiter=",", has_header=True)


@dataclass(frozen=True)
class Outcome:
    """What one way made of a text."""

    table: pa.Table
    decided: Decided

    @property
    def remarks(self) -> list[str | None]:
        """What is said of each column."""
        return [kind.remark for kind, _ in self.decided]

    @property
    def words(self) -> list[int]:
        """How many words for missing each column has that is no text."""
        return [
            0 if kind.storage == "str" else counts.by_class["missing"]
            for kind, counts in self.decided
        ]


def run(steps: Any) -> Any:
    """Give what a generator returns."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def fast(data: bytes, options: ReadOptions = HEADED, said: Said = NOTHING_SAID) -> Outcome:
    with _laid_out(data, options) as (text, work, engine):
        target = work / "table.parquet"
        found = run(import_directly(Text(engine, text.body), text.names, target, said, LIMITS))
        return Outcome(pq.read_table(target), found.decided)


def careful(data: bytes, options: ReadOptions = HEADED, said: Said = NOTHING_SAID) -> Outcome:
    with _laid_out(data, options) as (text, work, engine):
        target = work / "table.parquet"
        cells = run(copy_cells(text, work, LIMITS))
        width = len(text.names)
        decided = run(infer_kinds(Cells(engine, cells.path, width), cells.names, cells.rows, said))
        kinds = [kind for kind, _ in decided]
        list(write_values(engine, cells.path, target, cells.names, kinds, cells.rows))
        return Outcome(pq.read_table(target), decided)


class _laid_out:  # noqa: N801  # used as a context manager
    def __init__(self, data: bytes, options: ReadOptions) -> None:
        self._data, self._options = data, options

    def __enter__(self) -> tuple[DelimitedText, Path, Any]:
        self._folder = folder()
        work = self._folder.__enter__()
        source = work / "original"
        source.write_bytes(self._data)
        text = run(csv_format.read(source, work, LIMITS, self._options))
        self._engine = open_engine([work], work / "spill", threads=2, memory_bytes=256 << 20)
        return text, work, self._engine

    def __exit__(self, *failure: Any) -> None:
        self._engine.close()
        self._folder.__exit__(*failure)


def assert_same(data: bytes, options: ReadOptions = HEADED, said: Said = NOTHING_SAID) -> Outcome:
    ours, expected = fast(data, options, said), careful(data, options, said)
    assert ours.table.schema.equals(expected.table.schema)
    assert ours.table.to_pydict() == expected.table.to_pydict()
    # Why a column stays text may only come out when all of its cells are counted.
    for mine, whole in zip(ours.remarks, expected.remarks, strict=True):
        assert mine in (None, whole)
    assert ours.words == expected.words
    return ours


@pytest.fixture(autouse=True)
def _see_little(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the samples of these small texts be as small a part of them as those of large ones."""
    monkeypatch.setattr(sampling, "_FIRST_BYTES", 48)
    monkeypatch.setattr(sampling, "_PLACES", 3)
    monkeypatch.setattr(sampling, "_PLACE_BYTES", 24)
    monkeypatch.setattr(survey, "_CHUNK_BYTES", 64)


_WORDS = ["NA", "n/a", "nan", "NaN", "-nan", "?", "-", "null", "None", "."]
_NUMBERS = st.one_of(
    st.integers(-50, 50).map(str),
    st.integers(-(2**65), 2**65).map(str),
    st.sampled_from(["-0", "0", "00", "007", "+5", "-01", "1_000", "1.", ".5", "1e3", "1E-2"]),
    st.sampled_from(["inf", "-inf", "Infinity", "+nan", "1_0.5", "0x10", "9223372036854775808"]),
    st.floats(allow_nan=False, allow_infinity=False, width=32).map(str),
)
_DATES = st.one_of(
    st.dates().map(str),
    st.datetimes().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    st.dates().map(lambda day: f"{day.day:02}/{day.month:02}/{day.year:04}"),
    st.dates().map(lambda day: f"{day.month}/{day.day}/{day.year:04}"),
    st.dates().map(lambda day: f"{day.day}.{day.month}.{day.year:04}"),
    st.sampled_from(
        ["2020-1-5", "2020-02-30", "infinity", "epoch", "0044-01-01 (BC)", "12020-01-01",
         "2020-01-05T10:00Z", "2020-01-05 10:00:00+02", "2020-01-05 10:00", "today"]
    ),
)  # fmt: skip
_TEXTS = st.one_of(
    st.sampled_from(["red", "green, blue", 'say "x"', "two\nlines", "12 apples", "x_1_2", "é"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=6),
)
_COMMAS = st.sampled_from(["1,5", "0,25", "1,234", "12,345", "1.234,5", "5,", ",5", "1_0,5"])
_ODD = st.one_of(
    _NUMBERS, _DATES, _TEXTS, _COMMAS, st.sampled_from(_WORDS), st.sampled_from(["true", "False"])
)
_KINDS = [
    st.integers(-999, 999).map(str),
    _NUMBERS,
    st.floats(-1e3, 1e3).map(lambda number: f"{number:.3f}"),
    st.sampled_from(["007", "010", "123"]),
    st.sampled_from(["true", "false", "True", "FALSE"]),
    st.dates().map(str),
    st.datetimes().map(str),
    st.datetimes().map(lambda moment: moment.isoformat()),
    _DATES,
    st.dates().map(lambda day: f"{day.day:02}/{day.month:02}/{day.year:04}"),
    _COMMAS,
    st.sampled_from(["1,5", "0,25", "3"]),
    st.sampled_from(["1,234", "5,678"]),
    _TEXTS,
    st.just(""),
    st.sampled_from(_WORDS),
]
_BLANKS = st.sampled_from(["", "", " ", "\t"])


@st.composite
def columns(draw: st.DrawFn, rows: int) -> list[str]:
    """Give the cells of one column: of one kind mostly, with a few of something else anywhere."""
    cells = draw(st.lists(draw(st.sampled_from(_KINDS)), min_size=rows, max_size=rows))
    for odd in (_BLANKS, st.sampled_from(_WORDS), _ODD):
        for place in draw(st.lists(st.integers(0, rows - 1), max_size=2)):
            cells[place] = draw(odd)
    if draw(st.booleans()) and draw(st.booleans()):
        cells = [f" {cell} " for cell in cells]
    return cells


@st.composite
def texts(draw: st.DrawFn) -> bytes:
    """Give a table as CSV, its lines all alike."""
    rows = draw(st.integers(2, 30))
    cells = [draw(columns(rows)) for _ in range(draw(st.integers(1, 4)))]
    text = io.StringIO()
    end = draw(st.sampled_from(["\n", "\r\n"]))
    quoting: Any = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    writer = csv.writer(text, lineterminator=end, quoting=quoting)
    writer.writerow(["n", *(f"x{place}" for place in range(len(cells)))])
    for number, row in enumerate(zip(*cells, strict=True)):
        writer.writerow([number, *row])
        if draw(st.integers(0, 40)) == 0:
            text.write(end)
    whole = text.getvalue()
    return (whole if draw(st.booleans()) else whole.removesuffix(end)).encode()


@given(data=texts(), decimal=st.sampled_from([None, None, None, ".", ","]))
@settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_both_ways_give_the_same_values(data: bytes, decimal: Any) -> None:
    options = ReadOptions(delimiter=",", has_header=True, decimal=decimal)
    try:
        assert_same(data, options, Said(decimal))
    except NeedsCare:
        # What is left to the other way has to have a reason.
        assert b"\r" in data or b'"' in data or b"\n \n" in data


def rows(*cells: str) -> bytes:
    """Give a table of a number and these cells."""
    return "".join(["n,x\n", *(f"{place},{cell}\n" for place, cell in enumerate(cells))]).encode()


MANY = 40


@pytest.mark.parametrize(
    ("usual", "late", "storage"),
    [
        ("12", "1.5", "double"),
        ("12", "NA", "int64"),
        ("12", "007", "string"),
        ("12", " 13 ", "int64"),
        ("12", "twelve", "string"),
        ("12", "99999999999999999999", "string"),
        ("1.5", "NA", "double"),
        ("1.5", "007", "double"),
        ("1.5", "nan", "double"),
        ("1.5", "+nan", "string"),
        ("1.5", "1_000", "string"),
        ("1.5", '"1,5"', "double"),
        ("007", "8.5", "double"),
        ("007", "+5", "string"),
        ("007", "x", "string"),
        ("true", "FALSE", "bool"),
        ("true", "yes", "string"),
        ("2020-01-31", "2020-2-1", "date32[day]"),
        ("2020-01-31", "2020-02-30", "string"),
        ("2020-01-31", "01/02/2020", "string"),
        ("2020-01-31", "NA", "date32[day]"),
        ("2020-01-31", "2020-02-01 00:00:00", "string"),
        ("2020-01-31", "20-02-01", "string"),
        ("2020-01-31", "0020-02-01", "date32[day]"),
        ("2020-01-31", "1970-01-01", "date32[day]"),
        ("2020-01-31", "epoch", "string"),
        ("1960-01-31", "Epoch", "string"),
        ("2020-01-31", "-infinity", "string"),
        ("2020-01-31 10:20:30", "2020-01-31T10:20", "timestamp[us]"),
        ("2020-01-31T10:20:30", "infinity", "string"),
        ("01/02/2020", "31/01/2020", "date32[day]"),
        ('"1,234"', '"0,5"', "double"),
        ("", "5", "int64"),
        ("", "?", "string"),
        ("?", "5", "int64"),
        ("red", '"two\nlines"', "string"),
        ("red", '" "', "string"),
    ],
)
def test_what_comes_late_counts_as_much(usual: str, late: str, storage: str) -> None:
    outcome = assert_same(rows(*[usual] * MANY, late, *[usual] * MANY))

    assert str(outcome.table.schema.field("x").type) == storage
    assert outcome.table.num_rows == 2 * MANY + 1


@pytest.mark.parametrize(
    ("said", "cells", "values"),
    [
        ("int64", ["1", "2.0", "007", "2.5", "NA", "x"], [1, 2, 7, None, None, None]),
        ("float64", ["1", "1e3", "007", "x"], [1.0, 1000.0, 7.0, None]),
        ("bool", ["yes", "0", "TRUE", "maybe"], [True, False, True, None]),
        ("str", ["1", "2", " ", "NA"], ["1", "2", None, "NA"]),
    ],
)
def test_types_that_are_said_are_kept_to(said: Any, cells: list[str], values: list[Any]) -> None:
    outcome = assert_same(rows(*cells * 9), said=Said(types={"x": said}))

    assert outcome.table["x"].to_pylist() == values * 9


def test_dates_that_are_said_are_read_in_the_way_that_reads_most() -> None:
    cells = ["01/02/2020"] * MANY + ["31/01/2020", "x"]

    outcome = assert_same(rows(*cells), said=Said(types={"x": "date"}))

    assert outcome.table["x"].to_pylist()[-3:] == [date(2020, 2, 1), date(2020, 1, 31), None]


@pytest.mark.parametrize("mark", ["\ufeff", ""])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_stands_above_the_rows_is_left_out(mark: str, end: str) -> None:
    lines = ["a note", "", '"n","x"', *(f'{place},"a b"' for place in range(MANY))]

    outcome = assert_same((mark + end.join(lines) + end).encode(), ReadOptions())

    assert outcome.table.column_names == ["n", "x"]
    assert outcome.table["x"].to_pylist() == ["a b"] * MANY


def test_words_for_missing_are_counted_by_several_threads_and_where_there_is_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(survey, "_CHUNK_BYTES", 1 << 20)
    # Long enough for the engine to divide it, with more such words in a row than it looks at.
    cells = [("NA" if number % 10 == 3 else str(number)) for number in range(160_000)]
    cells[50_000:58_000] = ["?"] * 8000
    cells[90_000:95_000] = [""] * 5000
    lines = [f"{cell},{'x' * 90}" for cell in cells]

    outcome = fast("\n".join(["n,x", *lines, ""]).encode())

    assert outcome.words == [sum(cell in ("NA", "?") for cell in cells), 0]
    assert outcome.table["n"].to_pylist() == [int(c) if c.isdigit() else None for c in cells]


@pytest.mark.parametrize(
    "spoilt",
    ["1,2,3", "1", '1,"x', '1,"x"y', "  ", "1,2\r"],
)
def test_what_only_a_forgiving_reader_reads_is_left_to_it(spoilt: str) -> None:
    lines = ["n,x", *["1,2"] * MANY, spoilt, *["1,2"] * MANY]

    with pytest.raises(NeedsCare):
        fast("\n".join(lines).encode(), ReadOptions(delimiter=",", quote='"', has_header=True))


def test_names_that_differ_in_case_only_are_left_to_the_other_way() -> None:
    with pytest.raises(NeedsCare):
        fast(b"a,A\n1,2\n3,4\n")


def test_too_many_rows_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.capabilities.datasets.test_direct.LIMITS", ReadLimits(5, 5))

    with pytest.raises(Unreadable, match="more than 5 rows"):
        fast(rows(*["1"] * 6))


def test_a_cell_beyond_the_limit_is_refused_in_large_texts_too() -> None:
    lines = [f"{number},{'x' * 100}" for number in range(50_000)]
    lines[40_000] = f"40000,{'y' * 1500}"
    data = "\n".join(["n,x", *lines]).encode()
    few, many = (replace(LIMITS, cell_characters=most) for most in (1000, 1500))

    assert import_bytes(data, limits=many).imported.rows == 50_000
    with pytest.raises(Unreadable, match=r"1,500 characters.*MAX_CELL_CHARACTERS"):
        import_bytes(data, limits=few)
