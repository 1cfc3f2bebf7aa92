"""Every kind of file that is no good table: said where, what, and what to do."""

import gzip
import struct
import zlib

import pytest

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits
from tests.capabilities.datasets.importer import import_bytes, import_text


def png() -> bytes:
    head = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0\0")), (b"IEND", b""))
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty"),
        (b"\xef\xbb\xbf", "holds no text"),
        (b"\n\n  \r\n", "header with 1 column but no rows"),
        (b"a,b\n", "header with 2 columns but no rows"),
        (b"a,b,a\n1,2,3\n", "'a' 2 times (columns 1, 3)"),
        (png(), "a PNG image"),
        (gzip.compress(b"", mtime=0), "'table.csv' in the gzip file is empty"),
        (b"PK\x03\x04" + b"\0" * 40, "The ZIP archive cannot be unpacked"),
        (b"%PDF-1.7\n%\xe2\xe3", "a PDF document"),
        (b"<!DOCTYPE html><html><body>no</body></html>", "a web page (HTML)"),
        (b'<?xml version="1.0"?><a/>', "an XML document"),
        (b'[{"a": 1}', "not valid JSON"),
        (b"PAR1" + b"\0" * 40, "The Parquet file cannot be read"),
        (bytes(range(256)) * 20, "control characters"),
        (b"\xff\xfea\0,\0b\0\n\0\x00", "begins as UTF-16 text but does not go on so"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        import_bytes(data)

    assert said in caught.value.message
    assert caught.value.extra["issues"] == list(caught.value.issues)


def test_every_duplicate_name_is_an_issue_of_its_own() -> None:
    with pytest.raises(Unreadable) as caught:
        import_text("a,b,a,b\n1,2,3,4\n")

    assert len(caught.value.issues) == 2


def test_names_that_differ_in_case_only_are_different() -> None:
    table = import_text("a,A\n1,x\n2,y\n")

    assert list(table.frame.columns) == ["a", "A"]
    assert table.rows == [(1, "x"), (2, "y")]


def test_short_rows_are_filled_and_long_ones_left_out_and_both_told() -> None:
    good = "".join(f"{i},{i}\n" for i in range(40))

    table = import_text(f"a,b\n1\n2,3,4\n{good}")

    assert len(table.rows) == 41
    assert table.rows[0] == (1, None)
    assert "1 row with fewer cells than the 2 columns (line 2)" in table.warnings
    assert "1 row with more cells than the 2 columns (line 3): left out" in table.warnings


def test_blank_cells_too_many_lose_nothing() -> None:
    table = import_text("a,b\n1,2,\n3,4,,\n5,6\n7,8\n9,10\n")

    assert table.rows[:2] == [(1, 2), (3, 4)]
    assert "left out" not in table.warnings


def test_a_table_with_many_long_rows_was_misread_and_is_refused() -> None:
    rows = "".join("1,2,3,4\n" if i % 3 == 0 else "1,2\n" for i in range(60))

    with pytest.raises(Unreadable, match=r"20 of 60 rows have more cells than the 2 columns"):
        import_text(f"a,b\n{rows}")


def test_blank_names_are_filled_in() -> None:
    table = import_text("a,,c, \n1,2,3,4\n")

    assert list(table.frame.columns) == ["a", "column_2", "c", "column_4"]
    assert "no name for column 2 (now column_2), 4 (now column_4)" in table.warnings


def test_one_column_is_a_table() -> None:
    table = import_text("age\n31\n\n42\n")

    assert table.rows == [(31,), (42,)]
    assert "Only one column was found" in table.warnings


def test_wholly_empty_columns_are_told_and_kept() -> None:
    table = import_text("a,b,c\n1,,x\n2, ,y\n")

    assert table.dtypes == ["int64", "float64", "str"]
    assert table.types["b"] == "unknown"
    assert "1 column has no values at all: b" in table.warnings


def test_ten_thousand_columns_are_a_table() -> None:
    names = ",".join(f"x{i}" for i in range(10_000))
    row = ",".join(str(i) for i in range(10_000))

    table = import_text(f"{names}\n{row}\n{row}\n{row}.5\n")

    assert table.frame.shape == (3, 10_000)
    assert table.frame["x9999"].tolist() == [9999, 9999, 9999.5]
    assert table.imported.duplicate_rows == 1
    assert len(table.imported.columns) == 10_000


def test_more_columns_than_the_limit_are_refused() -> None:
    with pytest.raises(Unreadable, match=r"11 columns; at most 10 .*ARMILLARY_MAX_COLUMNS"):
        import_bytes(b",".join(b"x" for _ in range(11)), limits=ReadLimits(100, 10))


def test_more_rows_than_the_limit_are_refused() -> None:
    with pytest.raises(Unreadable, match=r"more than 3 rows.*ARMILLARY_MAX_ROWS"):
        import_bytes(b"a,b\n" + b"1,2\n" * 4, limits=ReadLimits(3, 10))


def test_longer_cells_than_the_limit_are_refused() -> None:
    data = b"a,b\n1,%s\n2,y\n" % (b"x" * 101)

    with pytest.raises(Unreadable, match=r"101 characters; at most 100.*MAX_CELL_CHARACTERS"):
        import_bytes(data, limits=ReadLimits(9, 9, cell_characters=100))
    assert import_bytes(data, limits=ReadLimits(9, 9, cell_characters=101)).rows[1] == (2, "y")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", ""),
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", ""),
        ("utf-32", ""),
        ("cp1252", "read as Windows-1252"),
        ("latin-1", "read as Windows-1252"),
    ],
)
def test_encodings_are_found(encoding: str, said: str) -> None:
    text = "naïve,größe\nZoë,1\nJürgen,2\n"

    table = import_bytes(text.encode(encoding))

    assert list(table.frame.columns) == ["naïve", "größe"]
    assert table.rows == [("Zoë", 1), ("Jürgen", 2)]
    assert said in table.warnings
    assert bool(said) == bool(table.warnings)


def test_where_a_file_leaves_utf8_is_said() -> None:
    table = import_bytes("a,b\nx,1\nr\u00e9sum\u00e9,2\n".encode("latin-1"))

    assert "first seen in line 3, near 'résumé,2'" in table.warnings


def test_bytes_that_windows_lacks_are_latin_though_they_happen_to_be_valid() -> None:
    table = import_bytes(b"a,b\ncaf\xe9,\xc2\x90\n1,2\n")

    assert table.rows[0] == ("café", "Â\x90")
    assert "read as Latin-1" in table.warnings


def test_a_few_foreign_bytes_spoil_no_other_letters() -> None:
    good = "".join(f"größe{i},{i}\n" for i in range(20))

    table = import_bytes(f"a,b\n{good}".encode() + b"caf\xe9,99\n")

    assert table.rows[0] == ("größe0", 0)
    assert table.rows[-1] == ("café", 99)
    assert "1 byte not in UTF-8 as the rest is (first in line 22)" in table.warnings


def test_nul_characters_are_left_out_and_told() -> None:
    table = import_bytes(b"a,b\n1,x\0y\n" + b"2,z\n" * 30)

    assert table.rows[0] == (1, "xy")
    assert "1 NUL character (first in line 2): left out" in table.warnings


def test_a_control_character_in_a_short_text_makes_it_no_binary_file() -> None:
    table = import_bytes(b"a,b\n1,x\x02\n")

    assert table.rows == [(1, "x\x02")]


def test_an_open_quote_swallows_nothing() -> None:
    table = import_text('a,b\n1,"two\n3,four\n5,six\n')

    assert table.rows == [(1, '"two'), (3, "four"), (5, "six")]
    assert "1 line with a quote that does not open and close a cell (line 2)" in table.warnings


def test_two_open_quotes_do_not_pair_up_across_lines() -> None:
    table = import_text('a,b\n1,"two\n2,x\n3,"four\n5,six\n')

    assert table.rows == [(1, '"two'), (2, "x"), (3, '"four'), (5, "six")]


def test_a_huge_cell_is_kept_whole() -> None:
    big = "x" * 1_000_000

    table = import_text(f'a,b\n1,"{big}"\n2,y\n')

    assert table.rows[0] == (1, big)
    assert len(table.imported.columns[1]["examples"][0]) == 200


def test_columns_of_a_fixed_width_are_recognised() -> None:
    rows = "".join(f"{name:12} 1971-01-0{n} {n * 7:<5}\n" for n, name in enumerate("abcdef", 1))

    fixed = import_text(f"name         day        size\n{rows}")
    prose = import_text("One line of a letter\nand another one that is longer\nand a third\n" * 3)

    assert "columns of a fixed width" in fixed.warnings
    assert "fixed width" not in prose.warnings


def test_a_dbase_table_is_named() -> None:
    head = b"\x03\x7a\x01\x1f" + struct.pack("<IHH", 2, 65, 11) + bytes(20)
    field = b"NAME".ljust(11, b"\0") + b"C" + bytes(4) + b"\x0a" + bytes(15)

    with pytest.raises(Unreadable, match=r"a dBase table \(\.dbf\).*Save it as CSV"):
        import_bytes(head + field + b"\r Ann       *Bo        \x1a", "people.dbf")


def test_text_under_the_name_of_another_format_is_told() -> None:
    told = "The name 'table.xlsx' is one of Excel/OpenDocument, but it holds text, read as CSV."

    assert told in import_bytes(b"a,b\n1,2\n", "table.xlsx").warnings
    with pytest.raises(Unreadable) as caught:
        import_bytes(b"PKxx", "table.xlsx")

    assert told in caught.value.issues
