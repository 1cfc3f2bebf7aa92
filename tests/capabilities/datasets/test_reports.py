"""The import report, and importing anew with other wishes."""

from typing import Any

from tests.capabilities.datasets.conftest import Server
from tests.support.waiting import until

NOTE = "made by hand\n"
CSV = f"{NOTE}name,age,size\n" + "".join(f"p{i},{i},{i}.5\n" for i in range(30))
ODD = CSV + "Zoe,NA,?\nYan,about 40,2.5\n"


def reimport(server: Server, dataset_id: str, **options: Any) -> dict[str, Any]:
    """Import a file anew, wait for the end, and give the dataset."""
    answer = server.client.post(f"/api/datasets/{dataset_id}/reimport", json=options)
    assert answer.status_code == 202, answer.text
    job_id = answer.json()["job_id"]
    until(lambda: server.get(f"/api/jobs/{job_id}").json()["job"]["finished_at"])
    return dataset_of(server, dataset_id)


def dataset_of(server: Server, dataset_id: str) -> dict[str, Any]:
    dataset: dict[str, Any] = server.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    return dataset


def report_of(server: Server, dataset_id: str) -> dict[str, Any]:
    answer = server.get(f"/api/datasets/{dataset_id}/report")
    assert answer.status_code == 200, answer.text
    report: dict[str, Any] = answer.json()
    return report


def cells_of(server: Server, dataset_id: str, column: str) -> list[tuple[str, int, str]]:
    found = server.get(f"/api/datasets/{dataset_id}/report/cells", column=column).json()["cells"]
    return [(cell["reason"], cell["line"], cell["text"]) for cell in found]


def test_the_report_tells_what_the_file_was_taken_for(server: Server) -> None:
    dataset_id = server.add(ODD.encode())

    report = report_of(server, dataset_id)

    assert report["state"] == "ready"
    assert report["format"] == "csv"
    assert report["facts"] == {"encoding": "utf-8", "delimiter": ",", "quote": '"'}
    assert report["beginning"]["header"] == "found"
    assert report["beginning"]["skipped_lines"] == 1
    assert report["beginning"]["lines"][:2] == ["made by hand", "name,age,size"]
    assert (report["rows"], report["duplicate_rows"], report["empty_columns"]) == (32, 0, [])
    assert report["size_bytes"] == len(ODD)
    assert "cells" not in report
    assert "inner" not in report


def test_every_cell_that_is_not_what_stood_there_is_told_with_its_line(server: Server) -> None:
    dataset_id = server.add(ODD.encode())

    columns = {each["name"]: each for each in report_of(server, dataset_id)["columns"]}

    assert (columns["size"]["dtype"], columns["size"]["word"]) == ("float64", 1)
    assert cells_of(server, dataset_id, "size") == [("word", 33, "?")]
    assert (columns["age"]["dtype"], columns["age"]["odd"]) == ("str", 1)
    assert columns["age"]["would_be"] == "int64"
    assert cells_of(server, dataset_id, "age") == [("odd", 34, "about 40")]
    assert cells_of(server, dataset_id, "name") == []


def test_a_column_is_kept_as_text_and_another_read_as_numbers(server: Server) -> None:
    dataset_id = server.add(ODD.encode())

    dataset = reimport(server, dataset_id, types={"size": "str", "age": "int64"})

    assert {each["name"]: each["dtype"] for each in dataset["schema"]} == {
        "name": "str",
        "age": "int64",
        "size": "str",
    }
    page = server.get(f"/api/data/preview/{dataset_id}", page=3, page_size=10).json()
    assert page["rows"] == [
        {"name": "Zoe", "age": None, "size": "?"},
        {"name": "Yan", "age": None, "size": "2.5"},
    ]
    assert cells_of(server, dataset_id, "age") == [("word", 33, "NA"), ("unread", 34, "about 40")]
    assert any("could not be read as the type" in warning for warning in dataset["warnings"])


def test_an_import_anew_that_fails_leaves_the_table_as_it_was(server: Server) -> None:
    dataset_id = server.add(CSV.encode())
    before = dataset_of(server, dataset_id)

    after = reimport(server, dataset_id, skip_rows=500)

    assert after["state"] == "ready"
    assert "Skip fewer lines" in after["import_error"]
    assert (after["rows"], after["schema"]) == (before["rows"], before["schema"])
    assert server.get(f"/api/data/preview/{dataset_id}").json()["total_rows"] == 30
    # And the file is there still, for another try.
    again = reimport(server, dataset_id, skip_rows=1)
    assert (again["import_error"], again["rows"]) == (None, 30)


def test_nothing_is_left_of_tables_and_reports_from_before(server: Server) -> None:
    dataset_id = server.add(CSV.encode())
    server.client.post(f"/api/data/statistics/{dataset_id}", json={})

    for _ in range(2):
        reimport(server, dataset_id)

    kept = [key.rsplit("/", 1)[1] for key in server.stored() if dataset_id in key]
    assert sorted(name.partition("-")[0] for name in kept) == ["original", "report", "table"]


def test_no_table_is_written_where_another_one_was(server: Server) -> None:
    # What was read under a key is remembered by it: by warm processes, and beside the table.
    dataset_id = server.add(CSV.encode())
    before = server.client.post(f"/api/data/statistics/{dataset_id}", json={}).json()

    reimport(server, dataset_id, types={"age": "str"})

    after = server.client.post(f"/api/data/statistics/{dataset_id}", json={}).json()
    assert before["columns"]["age"]["dtype"] == "int64"
    assert after["columns"]["age"]["dtype"] == "str"


def test_there_are_no_cells_of_a_column_that_there_is_not(server: Server) -> None:
    dataset_id = server.add(CSV.encode())

    answer = server.get(f"/api/datasets/{dataset_id}/report/cells", column="none")

    assert answer.status_code == 400
    assert "no column 'none'" in answer.json()["error"]
