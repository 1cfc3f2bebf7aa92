"""What columns are found to hold, how they are stored and what they mean."""

import datetime

import pandas as pd
import pytest

from armillary.capabilities.datasets.columns.profile import ColumnProfile
from armillary.capabilities.datasets.columns.types import detect
from tests.capabilities.datasets.importer import import_text


def column(*cells: str) -> tuple[str, list[object], str]:
    """Import one column beside a number and give its dtype, values and warnings."""
    lines = "".join(f'"{cell}",{place}\n' for place, cell in enumerate(cells))
    table = import_text(f"x,n\n{lines}")
    return table.dtypes[0], [row[0] for row in table.rows], table.warnings


@pytest.mark.parametrize(
    ("cells", "dtype", "values"),
    [
        (["1", "-2", "0"], "int64", [1, -2, 0]),
        (["9223372036854775807", "1"], "int64", [9223372036854775807, 1]),
        (["1.5", ".5", "2", "1e3"], "float64", [1.5, 0.5, 2.0, 1000.0]),
        (["inf", "-Infinity", "1"], "float64", [float("inf"), float("-inf"), 1.0]),
        ([" 1", "2 ", "3"], "int64", [1, 2, 3]),
        (["true", "False", "TRUE"], "bool", [True, False, True]),
        (["007", "010", "123"], "str", ["007", "010", "123"]),
        (["+49123", "+49124"], "str", ["+49123", "+49124"]),
        (["99999999999999999999", "1"], "str", ["99999999999999999999", "1"]),
        (["1_000", "2_000"], "str", ["1_000", "2_000"]),
        (["0x1f", "0x20"], "str", ["0x1f", "0x20"]),
        (["NA", "x"], "str", ["NA", "x"]),
        (["yes", "no"], "str", ["yes", "no"]),
        (["1,234", "5,678"], "str", ["1,234", "5,678"]),
        (["1,5", "0,25", "3"], "float64", [1.5, 0.25, 3.0]),
        (["5 apples", "3"], "str", ["5 apples", "3"]),
    ],
)
def test_values_keep_what_they_say(cells: list[str], dtype: str, values: list[object]) -> None:
    found, read, _ = column(*cells)

    assert (found, read) == (dtype, values)


@pytest.mark.parametrize(
    ("cells", "dtype", "first"),
    [
        (["2020-01-31", "2020-02-01"], "date", (2020, 1, 31)),
        (["2020-01-31 10:20", "2020-02-01 00:00"], "datetime64[us]", (2020, 1, 31, 10, 20)),
        (
            ["2020-01-31T10:20:30.5", "2020-02-01T00:00"],
            "datetime64[us]",
            (2020, 1, 31, 10, 20, 30),
        ),
        (
            ["2020-01-31T10:20:30+02:00", "2020-02-01T00:00Z"],
            "datetime64[us]",
            (2020, 1, 31, 8, 20),
        ),
        (["31.01.2020", "01.02.2020"], "date", (2020, 1, 31)),
        (["31/01/2020", "01/02/2020"], "date", (2020, 1, 31)),
        (["01/31/2020", "02/01/2020"], "date", (2020, 1, 31)),
        (["01/31/2020 10:20", "02/01/2020 11:00"], "datetime64[us]", (2020, 1, 31, 10, 20)),
        (["2020/01/31", "2020/02/01"], "date", (2020, 1, 31)),
        (["31-Jan-2020", "01-Feb-2020"], "date", (2020, 1, 31)),
        (["Jan 31, 2020", "Feb 1, 2020"], "date", (2020, 1, 31)),
    ],
)
def test_dates_are_read(cells: list[str], dtype: str, first: tuple[int, ...]) -> None:
    found, read, _ = column(*cells)

    assert found == dtype
    moment = read[0]
    assert isinstance(moment, datetime.datetime)
    assert moment.timetuple()[: min(len(first), 5)] == first[:5]


def test_dates_of_which_the_day_is_not_clear_stay_text() -> None:
    dtype, read, warnings = column("01/02/2020", "03/04/2020")

    assert (dtype, read) == ("str", ["01/02/2020", "03/04/2020"])
    assert "Column 'x' may have the day or the month first" in warnings


def test_impossible_dates_stay_text() -> None:
    assert column("2020-02-30", "2020-01-01")[0] == "str"


def test_words_for_missing_are_missing_among_numbers_and_that_is_told() -> None:
    dtype, read, warnings = column("1", "NA", "?", "", "n/a", "2")

    assert (dtype, read) == ("int64", [1, None, None, None, None, 2])
    assert "3 cells with words such as NA or ? were read as missing, in x (3)" in warnings


def test_one_odd_cell_keeps_a_column_text_and_is_named() -> None:
    dtype, read, warnings = column(*[str(i) for i in range(20)], "twelve")

    assert dtype == "str"
    assert read[-1] == "twelve"
    assert "1 of 21 cells is not a number (first in row 21: 'twelve')" in warnings


def test_commas_mark_decimals_where_another_column_proves_it() -> None:
    table = import_text("a;b\n1,234;0,5\n5,678;0,25\n")

    assert table.rows == [(1.234, 0.5), (5.678, 0.25)]


def test_frames_have_faithful_dtypes() -> None:
    table = import_text("i,f,b,g,d,s\n1,1.5,true,true,2020-01-01,x\n2,,false,,2020-01-02,\n")

    assert {name: str(dtype) for name, dtype in table.frame.dtypes.items()} == {
        "i": "int64",
        "f": "float64",
        "b": "bool",
        "g": "boolean",
        "d": "datetime64[ms]",
        "s": "str",
    }
    assert table.frame["d"][0] == pd.Timestamp("2020-01-01")


def profile(filled: int, distinct: int, **given: object) -> ColumnProfile:
    return ColumnProfile(filled=filled, distinct=distinct, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("storage", "found", "expected"),
    [
        ("float64", profile(0, 0), "unknown"),
        ("float64", profile(1000, 1000), "numeric"),
        ("float64", profile(1000, 500), "numeric"),
        ("int64", profile(1000, 500), "numeric"),
        ("int64", profile(1000, 19), "categorical"),
        ("int64", profile(1000, 20), "numeric"),
        ("int64", profile(100, 100, minimum=1, maximum=100), "identifier"),
        ("int64", profile(1000, 951, minimum=1, maximum=99999), "identifier"),
        ("int64", profile(1000, 950, minimum=1, maximum=99999), "numeric"),
        ("int64", profile(5, 5, minimum=1, maximum=5), "categorical"),
        ("str", profile(1000, 2, mean_length=3.0), "binary"),
        ("bool", profile(1000, 2, mean_length=4.0), "binary"),
        ("str", profile(1000, 49, mean_length=3.0), "categorical"),
        ("str", profile(1000, 50, mean_length=3.0), "high_cardinality_categorical"),
        ("str", profile(1000, 50, mean_length=51.0), "text"),
        ("str", profile(1000, 1000, mean_length=51.0), "text"),
        ("str", profile(1000, 1000, mean_length=12.0), "identifier"),
        ("date", profile(1000, 1000, mean_length=10.0), "datetime"),
        ("datetime64[us]", profile(1000, 7, mean_length=19.0), "datetime"),
    ],
)
def test_types_follow_the_contract(storage: str, found: ColumnProfile, expected: str) -> None:
    detected = detect(storage, found)  # type: ignore[arg-type]  # parametrised as plain text

    assert detected.type == expected
    assert 0 < detected.confidence <= 1
    assert detected.recommendation


def test_text_that_may_be_dates_is_told_as_dates() -> None:
    table = import_text("when,n\n01/02/2020,1\n03/04/2020,2\n")

    assert table.types["when"] == "datetime"
    assert table.imported.columns[0]["confidence"] < 1
