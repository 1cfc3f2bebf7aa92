"""How texts are cut: delimiters, quotes, headers, line ends, both readers alike."""

import csv
import io
from pathlib import Path

import pytest

from armillary.capabilities.datasets.text.cells import (
    Body,
    Found,
    NeedsCare,
    read_carefully,
    read_fast,
)
from armillary.capabilities.datasets.text.dialect import Dialect, sniff
from armillary.capabilities.datasets.text.header import has_header
from armillary.capabilities.datasets.text.quoting import is_regular
from tests.capabilities.datasets.importer import import_text


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|", ":", "^"])
def test_delimiters_are_found(delimiter: str) -> None:
    rows = [["name", "height", "mass"], ["Ann", "1.7", "60"], ["Bo", "1.8", "80"]]

    table = import_text("\n".join(delimiter.join(row) for row in rows))

    assert table.rows == [("Ann", 1.7, 60), ("Bo", 1.8, 80)]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_found(end: str) -> None:
    table = import_text(end.join(["a,b", '1,"x, ""y"""', "2,z", ""]))

    assert table.rows == [(1, 'x, "y"'), (2, "z")]


def test_text_with_commas_in_it_is_cut_at_its_tabs() -> None:
    table = import_text("id\ttext\n1\tone, two, three\n2\tfour\n3\tfive, six\n")

    assert table.rows == [(1, "one, two, three"), (2, "four"), (3, "five, six")]


def test_decimal_commas_do_not_cut_numbers() -> None:
    table = import_text("a;b\n1,5;2,25\n3,5;4,75\n")

    assert table.rows == [(1.5, 2.25), (3.5, 4.75)]


def test_single_quotes_are_found() -> None:
    table = import_text("a,b\n'x, y',1\n'z',2\n")

    assert table.rows == [("x, y", 1), ("z", 2)]


def test_backslashes_escape_quotes_where_they_do() -> None:
    table = import_text('a,b\n"say \\"hi\\", he said",1\n"z",2\n')

    assert table.rows == [('say "hi", he said', 1), ("z", 2)]


def test_blanks_after_delimiters_are_no_part_of_cells() -> None:
    table = import_text('a, b, c\n1, x, "p, q"\n2, y, z\n')

    assert list(table.frame.columns) == ["a", "b", "c"]
    assert table.rows == [(1, "x", "p, q"), (2, "y", "z")]


def test_quotes_that_mean_inches_stay() -> None:
    table = import_text('part\tcount\n5" disk\t3\n8" disk\t4\n')

    assert table.rows == [('5" disk', 3), ('8" disk', 4)]


def test_columns_of_numbers_apart_by_blanks_are_cut() -> None:
    table = import_text("1.0  2.0 3.0\n4.0  5.0 6.0\n7.0 8.0  9.0\n")

    assert table.rows == [(1, 2, 3), (4, 5, 6), (7, 8, 9)]


@pytest.mark.parametrize("value", ["10:20:30", "2020-01-31 10:20:30"])
def test_times_are_not_cut(value: str) -> None:
    table = import_text(f"when\n{value}\n{value}\n")

    assert table.frame.shape == (2, 1)


def test_prose_is_one_column() -> None:
    table = import_text("line\nthe quick brown\nfox jumps over\nthe lazy dog\n")

    assert table.frame.shape == (3, 1)


def test_titles_above_the_table_are_left_out_and_told() -> None:
    table = import_text("Annual report\n\nname,value,unit\nx,1,m\ny,2,m\n")

    assert table.rows == [("x", 1, "m"), ("y", 2, "m")]
    assert "1 line of text above the table: left out" in table.warnings


def test_comment_lines_above_the_table_are_left_out() -> None:
    table = import_text("# made by a telescope\n# in 2020\nname,value\nx,1\ny,2\n")

    assert table.rows == [("x", 1), ("y", 2)]


def test_a_header_may_begin_with_a_hash() -> None:
    table = import_text("#name,value\nx,1\ny,2\n")

    assert list(table.frame.columns) == ["name", "value"]


def test_row_names_get_a_column() -> None:
    table = import_text("mpg,cyl\nMazda,21.0,6\nDatsun,22.8,4\n")

    assert list(table.frame.columns) == ["column_1", "mpg", "cyl"]
    assert table.rows[0] == ("Mazda", 21.0, 6)


def test_a_header_may_have_line_ends_in_its_names() -> None:
    table = import_text('"a\nb",c\n1,2\n')

    assert list(table.frame.columns) == ["a b", "c"]
    assert table.rows == [(1, 2)]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["a", "b"], ["1", "x"]], True),
        ([["1", "2"], ["3", "4"]], False),
        ([["M", "0.4"], ["F", "0.5"]], False),
        ([["yes", "no"], ["no", "yes"], ["yes", "yes"], ["no", "no"]], False),
        ([["name", "city"], ["Ann", "Rome"], ["Bo", "Oslo"]], True),
        ([["land", "2019", "2020"], ["G", "1.5", "2.5"], ["F", "1", "2"]], True),
        ([["date", "value"], ["2020-01-01", "1"]], True),
        ([["", "value"], ["0", "1"], ["1", "5"]], True),
        ([["only", "texts"]], True),
        ([["1", "2"]], False),
        ([["?", "1"], ["3", "4"]], False),
        ([["a", "b", "c"], ["1", "b", "c"], ["2", "b", "c"]], True),
    ],
)
def test_headers_are_told_from_data(rows: list[list[str]], expected: bool) -> None:
    assert has_header(rows) is expected


def test_without_a_header_columns_are_numbered_and_that_is_told() -> None:
    table = import_text("5.1,3.5,a\n4.9,3.0,b\n")

    assert list(table.frame.columns) == ["column_1", "column_2", "column_3"]
    assert len(table.rows) == 2
    assert "No header line was found" in table.warnings


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('a,"b",c\n', True),
        ('a,"b ""c"" d",e\n', True),
        ('"a\nb",c\n', True),
        ('a,"b"c,d\n', False),
        ('a,b"c,d\n', False),
        ('a,"b\n', False),
        ('1,"a\n2,"b\n', False),
        ("no quotes\n", True),
        ("", True),
    ],
)
def test_irregular_quotes_are_seen(tmp_path: Path, text: str, expected: bool) -> None:
    path = tmp_path / "text"
    path.write_text(text)

    assert is_regular(path, ",", '"') is expected


def test_regular_quotes_are_seen_across_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "text"
    path.write_text('a,"b ""c""","",d\n"x",y\n')

    for size in range(1, 24):
        monkeypatch.setattr("armillary.capabilities.datasets.text.quoting._CHUNK_BYTES", size)
        assert is_regular(path, ",", '"')


def test_irregular_quotes_are_seen_across_chunks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "text"
    path.write_text('a,"b"c,d\n')

    for size in range(1, 10):
        monkeypatch.setattr("armillary.capabilities.datasets.text.quoting._CHUNK_BYTES", size)
        assert not is_regular(path, ",", '"')


def test_both_readers_read_alike(tmp_path: Path) -> None:
    text = 'x,"a, ""b""",\n\n"l1\nl2",2,3\r\n"",é,"\r\n"\nlast,,'
    path = tmp_path / "text"
    path.write_bytes(text.encode())
    body = Body(path, Dialect(), 3, 0, 1)

    fast = [row for batch, _ in read_fast(body) for row in batch.to_pylist()]
    found = Found()
    careful = [row for batch, _ in read_carefully(body, found) for row in batch.to_pylist()]

    assert fast == careful
    expected = [[cell or None for cell in row] for row in csv.reader(io.StringIO(text, "")) if row]
    assert [list(row.values()) for row in fast] == expected
    assert found.rows == 4
    assert not found.misquoted.count


def test_the_fast_reader_leaves_ragged_rows_to_the_other(tmp_path: Path) -> None:
    path = tmp_path / "text"
    path.write_text("1,2\n3\n")

    with pytest.raises(NeedsCare):
        list(read_fast(Body(path, Dialect(), 2, 0, 1)))


def test_the_dialect_of_a_text_without_any_is_a_comma() -> None:
    assert sniff("hello\n").delimiter == ","
