"""Tables given out in every format: the same values come back, and spreadsheets run nothing."""

import csv
import io
import json
import math
from datetime import date, datetime
from typing import Any

import httpx
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.feather
import pyarrow.parquet as pq
import pytest
from python_calamine import CalamineWorkbook

from armillary.base.errors import BadRequest
from armillary.capabilities.datasets.export_source import Source
from armillary.capabilities.datasets.exports import find_export, xlsx
from armillary.capabilities.datasets.queries import open_table
from armillary.capabilities.datasets.views import View
from tests.capabilities.datasets.asked import KEY, columns_of, context, write
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.stored import put
from tests.support.waiting import until

FORMATS = ("arrow", "csv", "json", "ndjson", "parquet", "xlsx")
EVIL = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "fine", "", None, 'a"b,c\nd', "äöü", "0"]
LONG = [2**60 + row for row in range(len(EVIL))]


@pytest.fixture(scope="module")
def table() -> pa.Table:
    """A table with all that is hard to write."""
    rows = len(EVIL)
    numbers = [1.5, math.nan, None, math.inf, -math.inf, 1e300, -0.0, 0.1, 3.0, 5e-324, 2.0, 7.0]
    days = [
        date(2020, 2, 29),
        None,
        date(1899, 12, 31),
        date(9999, 12, 31),
        *[date(1970, 1, 1)] * 8,
    ]
    times = [datetime(2020, 2, 29, 12, 30, 15, 250000), None, *[datetime(1970, 1, 1)] * 10]
    return pa.table(
        {
            "=id": range(rows),
            "number": numbers,
            "text": EVIL,
            "good": [True, False, None] * 4,
            "day": days,
            "time": pa.array(times, pa.timestamp("us")),
            "long": LONG,
        }
    )


@pytest.fixture(scope="module")
def dataset_id(idle_server: Server, table: pa.Table) -> str:
    return put(idle_server, table, group_rows=5)


def fetch(server: Server, dataset_id: str, form: str, view: Any = None, **query: Any) -> bytes:
    asked = {"format": form, "view": json.dumps(view) if view else "", **query}
    answer = server.get(f"/api/data/download/{dataset_id}", **asked)
    assert answer.status_code == 200, answer.text
    name = f'attachment; filename="dataset_{dataset_id}.{form}"'
    assert answer.headers["content-disposition"] == name
    return bytes(answer.content)


VIEW = {
    "columns": ["text", "=id", "number"],
    "sort": [{"column": "=id", "descending": True}],
    "filter": {"column": "=id", "operator": "gt", "value": 2},
}


def read(form: str, data: bytes) -> list[list[Any]]:
    """Read a file with its own library, and give its rows with the names first."""
    if form == "csv":
        return list(csv.reader(io.StringIO(data.decode(), newline="")))
    if form in ("json", "ndjson"):
        rows = (
            json.loads(data) if form == "json" else [json.loads(one) for one in data.splitlines()]
        )
        return [list(rows[0]), *(list(row.values()) for row in rows)]
    if form == "xlsx":
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return sheet.to_python(skip_empty_area=False)
    file = pa.BufferReader(data)
    found = pq.read_table(file) if form == "parquet" else pa.feather.read_table(file)
    return [found.column_names, *(list(row.values()) for row in found.to_pylist())]


@pytest.mark.parametrize("form", FORMATS)
def test_a_view_is_given_out_as_it_shows(idle_server: Server, dataset_id: str, form: str) -> None:
    found = read(form, fetch(idle_server, dataset_id, form, VIEW, safe=False))

    assert found[0] == ["text", "=id", "number"]
    assert [int(float(row[1])) for row in found[1:]] == list(range(len(EVIL) - 1, 2, -1))
    texts = [row[0] or None for row in found[1:]]
    assert texts == [text or None for text in EVIL[:2:-1]]


@pytest.mark.parametrize("form", ["parquet", "arrow"])
@pytest.mark.parametrize("view", [None, {"search": ""}, {"sort": [{"column": "=id"}]}], ids=str)
def test_typed_files_hold_the_very_table(
    idle_server: Server, dataset_id: str, table: pa.Table, form: str, view: Any
) -> None:
    data = pa.BufferReader(fetch(idle_server, dataset_id, form, view))
    found = pq.read_table(data) if form == "parquet" else pa.feather.read_table(data)

    assert found.schema.remove_metadata() == table.schema
    assert repr(found.to_pylist()) == repr(table.to_pylist())


def test_the_whole_table_as_parquet_is_the_stored_file(
    idle_server: Server, dataset_id: str
) -> None:
    answer = idle_server.get(f"/api/data/download/{dataset_id}", format="parquet")

    storage = idle_server.state.storage
    path = storage.local_path(f"datasets/{dataset_id}/table-1.parquet")
    assert answer.content == path.read_bytes()
    assert int(answer.headers["content-length"]) == path.stat().st_size


def test_json_has_the_rows_with_their_types(
    idle_server: Server, dataset_id: str, table: pa.Table
) -> None:
    whole = json.loads(fetch(idle_server, dataset_id, "json"))
    lines = fetch(idle_server, dataset_id, "ndjson").splitlines()

    assert [json.loads(line) for line in lines] == whole
    wanted = table.to_pylist()
    for row, found in zip(wanted, whole, strict=True):
        number = row["number"]
        assert found["number"] == (number if number and math.isfinite(number) else number and None)
        assert (found["text"], found["good"]) == (row["text"], row["good"])
        assert found["long"] == row["long"]
        assert found["day"] == (row["day"] and row["day"].isoformat())
    assert whole[0]["time"] == "2020-02-29T12:30:15.25"


def test_an_excel_sheet_has_types_and_quotes_formulas(idle_server: Server, dataset_id: str) -> None:
    rows = read("xlsx", fetch(idle_server, dataset_id, "xlsx"))

    assert rows[0] == ["=id", "number", "text", "good", "day", "time", "long"]
    assert [row[2] or None for row in rows[1:]] == [text or None for text in EVIL]
    assert rows[1][3] is True
    assert rows[1][4:6] == [date(2020, 2, 29), datetime(2020, 2, 29, 12, 30, 15, 250000)]
    assert rows[3][4] == "1899-12-31"  # Excel has no such day
    assert [row[1] for row in rows[1:6]] == [1.5, "nan", "", "inf", "-inf"]
    assert rows[1][6] == str(2**60)  # as a number it would lose digits


def test_formulas_are_marked_as_texts_and_numbers_left_alone(
    idle_server: Server, dataset_id: str
) -> None:
    safe = read("csv", fetch(idle_server, dataset_id, "csv"))
    plain = read("csv", fetch(idle_server, dataset_id, "csv", safe=False))

    assert safe[0][0] == "'=id"
    assert [row[2] for row in safe[1:7]] == [f"'{text}" for text in EVIL[:6]]
    assert [row[2] for row in safe[7:]] == [text or "" for text in EVIL[6:]]
    assert safe[5][1] == "-inf"
    assert plain[0][0] == "=id"
    assert [row[2] for row in plain[1:]] == [text or "" for text in EVIL]


def test_a_table_of_text_comes_back_the_same(server: Server) -> None:
    """What was exported is imported again: the same values, missing where they were missing."""
    random = np.random.default_rng(1)
    frame = pd.DataFrame(
        {
            "whole": random.integers(-(2**40), 2**40, 500),
            "real": random.normal(size=500) * 10.0 ** random.integers(-20, 20, 500),
            "word": random.choice(["a,b", 'say "x"', "two\nlines", "=not()", "plain", "ü"], 500),
            "day": pd.date_range("1950-01-01", periods=500).strftime("%Y-%m-%d"),
            "time": pd.date_range("2020-01-01 01:02:03", periods=500, freq="37min").astype(str),
            "good": random.choice([True, False], 500),
        }
    )
    frame.loc[::7, "word"] = None
    frame.loc[::5, "real"] = None
    first = server.add(frame.to_csv(index=False).encode())

    again = server.add(fetch(server, first, "csv", safe=False))

    tables = [pq.read_table(io.BytesIO(fetch(server, each, "parquet"))) for each in (first, again)]
    assert tables[0].equals(tables[1])
    assert tables[0]["word"].null_count == frame["word"].isna().sum()


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"format": "xls"}, 400, "format must be one of arrow, csv"),
        ({"format": "csv", "view": "{"}, 422, "Invalid JSON"),
        ({"format": "csv", "view": '{"columns":["nope"]}'}, 400, "no column 'nope'"),
        ({"format": "json", "view": '{"sort":[{"column":"nope"}]}'}, 400, "no column 'nope'"),
    ],
)
def test_what_cannot_be_given_out_is_refused(
    idle_server: Server, dataset_id: str, query: Any, status: int, said: str
) -> None:
    answer = idle_server.get(f"/api/data/download/{dataset_id}", **query)

    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]
    assert "content-disposition" not in answer.headers


def export(tmp_path: Any, table: pa.Table, form: str, view: Any = None) -> bytes:
    """Write a table as the call does."""
    write(tmp_path, table, 1000)
    (tmp_path / "work" / "exports").mkdir(parents=True, exist_ok=True)
    asked, path = context(tmp_path), tmp_path / "work" / "exports" / "out"
    payload = {"key": KEY, "columns": [vars(each).values() for each in columns_of(table)]}
    with open_table(payload, asked) as stored:
        places = list(range(table.num_columns))
        source = Source(stored, asked, View.model_validate(view or {}).to_payload(), places)
        find_export(form).write(source, path, is_safe=True)
    return path.read_bytes()


@pytest.mark.parametrize(
    ("limit", "value", "said"),
    [
        ("MOST_ROWS", 5, "at most 5 rows with the header; got 5 rows"),
        ("MOST_COLUMNS", 1, "at most 1 column; got 2 columns"),
        ("MOST_CHARACTERS", 3, "at most 3 characters; column 'text' has one of 4"),
    ],
)
def test_what_excel_cannot_hold_is_refused_with_another_way(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch, limit: str, value: int, said: str
) -> None:
    monkeypatch.setattr(xlsx, limit, value)
    table = pa.table({"a": range(5), "text": ["x", "yy", "four", "", "z"]})

    with pytest.raises(BadRequest) as refused:
        export(tmp_path, table, "xlsx")

    assert said in refused.value.message
    assert "Choose csv, parquet or arrow" in refused.value.message
    assert list((tmp_path / "work" / "exports").iterdir()) == []


@pytest.mark.parametrize("form", ["csv", "json", "parquet"])
def test_very_wide_tables_are_given_out_too(tmp_path: Any, form: str) -> None:
    wide = pa.table({f"x{place}": [place, None, "=x"[: place % 3]][:2] for place in range(1100)})
    wide = wide.append_column("word", pa.array(["=a", None]))
    view = {"sort": [{"column": "x0", "descending": True}]}

    found = export(tmp_path, wide, form, view)

    if form == "csv":
        assert found.decode().split("\n")[0].split(",")[-2:] == ["1099", "'=a"]
    elif form == "json":
        assert json.loads(b"[" + found) == wide.to_pylist()
    else:
        assert pq.read_table(io.BytesIO(found)).to_pylist() == wide.to_pylist()


def test_a_client_that_leaves_stops_the_work_and_leaves_no_file(serve: Any, settings: Any) -> None:
    with serve(settings) as running:
        holder = Server(None, running.app.state.armillary)  # type: ignore[arg-type]  # no client
        table = pa.table({name: np.zeros(1_000_000) for name in "abcd"})
        dataset_id = put(holder, table, group_rows=30_000)
        folder = running.app.state.armillary.settings.data_dir / "work" / "exports"

        address = f"{running.url}/api/data/download/{dataset_id}?format=json"
        with httpx.stream("GET", address, timeout=60) as answer:
            # Held, since an iterator that is dropped closes the connection.
            pieces = answer.iter_bytes()
            next(pieces)
            assert len(list(folder.iterdir())) == 1

        until(lambda: not list(folder.iterdir()))
        page = httpx.get(f"{running.url}/api/data/preview/{dataset_id}", timeout=30)
        assert page.status_code == 200
