"""What a file holds besides the table that was read, over HTTP."""

import io
import zipfile

import xlsxwriter

from tests.capabilities.datasets.conftest import Server


def workbook() -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as made:
        for name in ("sales", "costs"):
            made.add_worksheet(name).write_column(0, 0, ["n", 1])
        made.add_chartsheet("picture")
    return target.getvalue()


def test_sheets_of_a_workbook_are_listed_and_charts_are_none(server: Server) -> None:
    dataset_id = server.add(workbook(), "book.xlsx")

    answer = server.get(f"/api/datasets/{dataset_id}/parts")

    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        "dataset_id": dataset_id,
        "parts": [
            {"name": "sales", "kind": "sheet", "note": None},
            {"name": "costs", "kind": "sheet", "note": None},
        ],
    }


def test_members_of_an_archive_are_listed(server: Server) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.csv", "x\n1\n")
        archive.writestr("b.csv", "y\n2\n")
    dataset_id = server.add(target.getvalue(), "both.zip")

    parts = server.get(f"/api/datasets/{dataset_id}/parts").json()["parts"]

    assert [(part["name"], part["kind"]) for part in parts] == [
        ("a.csv", "member"),
        ("b.csv", "member"),
    ]


def test_a_file_with_one_table_has_nothing_to_choose(server: Server) -> None:
    dataset_id = server.add(b"a,b\n1,2\n")

    assert server.get(f"/api/datasets/{dataset_id}/parts").json()["parts"] == []


def test_there_are_no_parts_of_what_is_not_there(server: Server) -> None:
    assert server.get("/api/datasets/ds_none/parts").status_code == 404
