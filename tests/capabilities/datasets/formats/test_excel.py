"""Sheets: Excel's kinds and OpenDocument, as people really fill them."""

import datetime
import io
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits, ReadOptions
from armillary.capabilities.datasets.formats.excel import format as excel
from tests.capabilities.datasets.importer import LIMITS, Table, folder, import_bytes

DAY = datetime.date(2020, 2, 29)
NOON = datetime.datetime(2020, 2, 29, 12)


def book(**sheets: list[list[Any]]) -> bytes:
    """Write sheets; dates, times and durations get the format that makes them such."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        kinds = {
            datetime.date: made.add_format({"num_format": "yyyy-mm-dd"}),
            datetime.datetime: made.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
            datetime.time: made.add_format({"num_format": "hh:mm:ss"}),
            datetime.timedelta: made.add_format({"num_format": "[h]:mm:ss"}),
        }
        for name, rows in sheets.items():
            sheet = made.add_worksheet(name)
            for place, row in enumerate(rows):
                for column, value in enumerate(row):
                    sheet.write(place, column, value, kinds.get(type(value)))
    return target.getvalue()


def read(data: bytes, filename: str = "t.xlsx", **options: Any) -> Table:
    return import_bytes(data, filename, options=ReadOptions(**options))


def test_values_have_the_types_that_their_cells_have() -> None:
    rows = [
        ["name", "age", "share", "is", "day", "when", "lasts", "opens"],
        ["Ann", 31, 0.5, True, DAY, NOON, datetime.timedelta(hours=36), datetime.time(9, 30)],
        ["Bo", 42, 1, False, DAY, DAY, datetime.timedelta(0), datetime.time(10)],
        ["Cy", None, None, None, None, None, None, None],
    ]

    table = read(book(a=rows))

    assert table.dtypes == [
        "str", "int64", "float64", "bool", "date", "datetime64[us]", "float64", "str",
    ]  # fmt: skip
    assert table.rows[0][:4] == ("Ann", 31, 0.5, True)
    assert table.rows[0][5:] == (NOON, 129_600.0, "09:30:00")
    assert table.rows[1][5] == datetime.datetime(2020, 2, 29)
    assert "Durations kept as seconds: lasts." in table.warnings
    assert "Times of day kept as text: opens." in table.warnings


def test_the_first_sheet_with_a_table_is_read_and_the_others_named() -> None:
    data = book(empty=[], title=[["only a title"]], sales=[["a"], [1]], more=[["b"], [2]])

    table = read(data)

    assert table.rows == [(1,)]
    assert "'sales' was read; the file also has 'empty', 'title', 'more'" in table.warnings


def test_a_sheet_can_be_chosen() -> None:
    data = book(first=[["a"], [1]], second=[["b"], [2]])

    assert read(data, part="second").rows == [(2,)]
    with pytest.raises(Unreadable, match="no sheet 'third'; the sheets are 'first', 'second'"):
        read(data, part="third")


def test_the_sheets_are_listed() -> None:
    with folder() as work:
        path = work / "book"
        path.write_bytes(book(one=[], two=[["a"]]))

        assert [(part.name, part.kind) for part in excel.parts(path)] == [
            ("one", "sheet"),
            ("two", "sheet"),
        ]


def test_titles_above_the_table_are_left_out() -> None:
    table = read(book(a=[["Report"], [], ["x", "y"], [1, 2], [], [3, 4]]))

    assert list(table.frame.columns) == ["x", "y"]
    assert table.rows == [(1, 2), (3, 4)]
    assert "1 row of text above the table: left out" in table.warnings


def test_rows_can_be_skipped_and_a_header_denied() -> None:
    data = book(a=[["at", "the", "top"], ["x", "y", "z"], ["1", "2", "3"]])

    assert list(read(data, skip_rows=1).frame.columns) == ["x", "y", "z"]
    assert len(read(data, has_header=False).rows) == 3


def test_columns_without_name_and_value_are_not_there() -> None:
    table = read(book(a=[["x", "", "y", "named"], [1, "", 2], [3, None, 4]]))

    assert list(table.frame.columns) == ["x", "y", "named"]


def test_words_for_missing_values_among_numbers_are_missing_and_told() -> None:
    table = read(book(a=[["x", "s"], [1, "a"], ["n/a", "n/a"], [3, "b"]]))

    assert table.rows == [(1, "a"), (None, "n/a"), (3, "b")]
    assert "1 cell with words such as NA or ? were read as missing, in x (1)" in table.warnings


def test_mixed_columns_stay_text_and_are_told() -> None:
    table = read(book(a=[["x"], [1], ["two"], [3.5], [True]]))

    assert table.rows == [("1",), ("two",), ("3.5",), ("true",)]
    assert "Mixed values kept as text (2 numbers, 1 text, 1 truth): x." in table.warnings


def test_digits_that_are_text_stay_text() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        sheet = made.add_worksheet()
        for place, text in enumerate(["code", "007", "010"]):
            sheet.write_string(place, 0, text)

    assert read(target.getvalue()).rows == [("007",), ("010",)]


def test_errors_are_missing_and_told_and_merged_areas_too() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["x", "y"])
        sheet.write_formula(1, 0, "=1/0", None, "#DIV/0!")
        sheet.write_number(2, 0, 5)
        sheet.merge_range(1, 1, 2, 1, "both")

    table = read(target.getvalue())

    assert table.rows == [(None, "both"), (5, None)]
    assert "1 cell with an error such as #N/A: read as missing" in table.warnings
    assert "1 merged area: only the first cell of each has the value" in table.warnings


def test_hidden_sheets_come_last() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        hidden, shown = made.add_worksheet("hidden"), made.add_worksheet("shown")
        for sheet in (hidden, shown):
            sheet.write_column(0, 0, ["name", sheet.name])
        hidden.hide()
        shown.activate()

    assert read(target.getvalue()).rows == [("shown",)]


def test_two_cells_far_apart_are_refused_before_they_fill_the_memory() -> None:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        sheet = made.add_worksheet("far")
        sheet.write(0, 0, 1)
        sheet.write(1_048_575, 16_383, 2)

    with pytest.raises(Unreadable, match=r"'far' reaches over 1,048,576 rows.*MAX_SHEET_CELLS"):
        read(target.getvalue())


def binary_book(cells: list[tuple[int, int, float]]) -> bytes:
    """Write numbers into a sheet of an .xlsb, as [MS-XLSB] says."""

    def record(kind: int, body: bytes = b"") -> bytes:
        kinds = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return kinds + bytes([len(body)]) + body

    def text(words: str) -> bytes:
        return struct.pack("<I", len(words)) + words.encode("utf-16-le")

    named = struct.pack("<II", 0, 1) + text("rId1") + text("far")
    rows, columns = max(row for row, _, _ in cells), max(column for _, column, _ in cells)
    sheet = record(129) + record(148, struct.pack("<4I", 0, rows, 0, columns)) + record(145)
    for row, column, value in cells:
        sheet += record(0, struct.pack("<I", row) + bytes(13))
        sheet += record(5, struct.pack("<IId", column, 0, value))
    files = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.bin": record(131)
        + record(143)
        + record(156, named)
        + record(144)
        + record(132),
        "xl/worksheets/sheet1.bin": sheet + record(146) + record(130),
        "xl/_rels/workbook.bin.rels": (
            b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            b'<Relationship Id="rId1" Target="worksheets/sheet1.bin" Type="http://schemas.'
            b'openxmlformats.org/officeDocument/2006/relationships/worksheet"/></Relationships>'
        ),
    }
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return target.getvalue()


def test_a_binary_sheet_is_read() -> None:
    table = read(binary_book([(0, 0, 1.5), (0, 1, 2), (1, 0, 3), (1, 1, 4)]), "t.xlsb")

    assert table.rows == [(1.5, 2), (3, 4)]


def test_two_cells_far_apart_in_a_binary_sheet_are_refused_too() -> None:
    with pytest.raises(Unreadable, match=r"'far' reaches over 1,048,576 rows.*MAX_SHEET_CELLS"):
        read(binary_book([(0, 0, 1), (1_048_575, 16_383, 2)]), "t.xlsb")


@pytest.mark.parametrize("cut", [1, 5, 12])
def test_a_binary_sheet_that_is_cut_off_is_refused(cut: int) -> None:
    whole = binary_book([(0, 0, 1), (1, 0, 2)])
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content[:-cut] if name.endswith("sheet1.bin") else content)

    with pytest.raises(Unreadable, match="damaged"):
        read(target.getvalue(), "t.xlsb")


def open_document(rows: str) -> bytes:
    target = io.BytesIO()
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
        f'<office:spreadsheet><table:table table:name="T">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return target.getvalue()


def cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" '
        f'table:number-columns-repeated="{repeated}"><text:p>{text}</text:p></table:table-cell>'
    )


def test_open_document_sheets_are_read() -> None:
    rows = "".join(
        f"<table:table-row>{cell(a)}{cell(b)}</table:table-row>" for a, b in ("xy", "ab", "cd")
    )
    blank = (
        '<table:table-row table:number-rows-repeated="1048573">'
        '<table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )

    table = read(open_document(rows + blank), "t.ods")

    assert list(table.frame.columns) == ["x", "y"]
    assert table.rows == [("a", "b"), ("c", "d")]


def test_open_document_cells_that_repeat_without_end_are_refused() -> None:
    row = f'<table:table-row table:number-rows-repeated="99999">{cell("a", 9999)}</table:table-row>'

    with pytest.raises(Unreadable, match="ARMILLARY_MAX_SHEET_CELLS"):
        read(open_document(row), "t.ods")


def test_a_password_is_named(test_data: Path) -> None:
    path = test_data / "nasty/excel/messytables/encrypted_no_password.xls"

    with pytest.raises(Unreadable, match="protected by a password"):
        read(path.read_bytes(), path.name)


@pytest.mark.parametrize("name", ["test.xls", "test.xlsx"])
def test_both_generations_of_excel_give_the_same(test_data: Path, name: str) -> None:
    table = read((test_data / "nasty/excel/csvkit" / name).read_bytes(), name)

    assert list(table.frame.columns)[:4] == ["text", "date", "integer", "boolean"]
    assert table.dtypes[:6] == ["str", "date", "int64", "bool", "float64", "datetime64[us]"]
    assert table.rows[1][2:5] == (63, True, 1.27)


def test_a_document_that_is_no_sheet_is_named() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")

    with pytest.raises(Unreadable, match="a Word document"):
        read(target.getvalue(), "t.docx")


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.9])
def test_a_sheet_cut_off_is_refused(kept: float) -> None:
    data = book(a=[["x"], [1]])

    with pytest.raises(Unreadable):
        read(data[: int(kept * len(data))])


def test_limits_are_named() -> None:
    data = book(a=[["x", "y"], [1, 2], [3, 4]])

    with pytest.raises(Unreadable, match="ARMILLARY_MAX_COLUMNS"):
        import_bytes(data, "t.xlsx", ReadLimits(9, 1))
    with pytest.raises(Unreadable, match="ARMILLARY_MAX_ROWS"):
        import_bytes(data, "t.xlsx", ReadLimits(1, 9))
    assert import_bytes(data, "t.xlsx", LIMITS).rows == [(1, 2), (3, 4)]
