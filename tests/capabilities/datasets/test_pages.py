"""Pages, searches, filters and downloads of a stored table, against pandas."""

import io
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tests.capabilities.datasets.conftest import Server

ROWS = 237


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """A table of every kind of column, with gaps, repeats and names that need care."""
    random = np.random.default_rng(3)
    frame = pd.DataFrame(
        {
            "id": np.arange(ROWS),
            'na"me; drop': random.choice(["Ann", "Bo", "Zoë", "o'Neil", "100%"], ROWS),
            "score": random.normal(size=ROWS).round(3),
            "level": random.integers(0, 5, ROWS),
            "good": random.random(ROWS) < 0.5,
            "day": pd.date_range("2020-01-01", periods=ROWS),
            "time": pd.date_range("2020-01-01 10:00:01", periods=ROWS, freq="h"),
            "Level": random.choice(["x", "y"], ROWS),
            "long": 2**60 + np.arange(ROWS),
        }
    )
    frame.loc[::7, "score"] = np.nan
    frame.loc[::11, 'na"me; drop'] = None
    return frame


@pytest.fixture(scope="module")
def dataset_id(server: Server, frame: pd.DataFrame) -> str:
    """The table, imported."""
    return server.add(frame.to_csv(index=False).encode())


def expected(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Give rows as JSON shows them."""
    shown = frame.copy()
    shown["day"] = shown["day"].dt.strftime("%Y-%m-%d")
    shown["time"] = shown["time"].dt.strftime("%Y-%m-%dT%H:%M:%S")
    shown["long"] = shown["long"].astype(str)
    return shown.astype(object).where(shown.notna(), None).to_dict("records")


def page(server: Server, dataset_id: str, **query: Any) -> dict[str, Any]:
    answer = server.get(f"/api/data/preview/{dataset_id}", **query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def test_the_first_page_is_the_top_of_the_table(
    server: Server, dataset_id: str, frame: pd.DataFrame
) -> None:
    found = page(server, dataset_id)

    assert found["rows"] == expected(frame.head(50))
    assert (found["total_rows"], found["page"], found["page_size"]) == (ROWS, 0, 50)
    assert found["columns"][:3] == [
        {"name": "id", "dtype": "int64", "nullable": False},
        {"name": 'na"me; drop', "dtype": "str", "nullable": True},
        {"name": "score", "dtype": "float64", "nullable": True},
    ]
    assert [column["name"] for column in found["columns"]] == list(frame.columns)


@pytest.mark.parametrize("page_size", [1, 100, 1000])
def test_pages_together_are_the_table(
    server: Server, dataset_id: str, frame: pd.DataFrame, page_size: int
) -> None:
    last = (ROWS - 1) // page_size
    numbers = [last] if page_size == 1 else range(last + 1)

    rows = [
        row
        for number in numbers
        for row in page(server, dataset_id, page=number, page_size=page_size)["rows"]
    ]

    assert rows == expected(frame.tail(1) if page_size == 1 else frame)
    assert page(server, dataset_id, page=last + 1, page_size=page_size)["rows"] == []


@pytest.mark.parametrize("column", ["score", 'na"me; drop', "level", "good", "time", "Level"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_are_sorted_as_asked_and_never_overlap(
    server: Server, dataset_id: str, frame: pd.DataFrame, column: str, descending: bool
) -> None:
    query = {"sort_by": column, "sort_desc": descending, "page_size": 100}

    rows = [
        row for number in range(3) for row in page(server, dataset_id, page=number, **query)["rows"]
    ]

    in_order = frame.sort_values(column, ascending=not descending, kind="stable")
    assert rows == expected(in_order)


@pytest.mark.parametrize("text", ["ann", "o'N", "0.5", "2020-01-0", "TRUE", "%", "zz", '"'])
def test_search_finds_text_in_any_cell(
    server: Server, dataset_id: str, frame: pd.DataFrame, text: str
) -> None:
    found = page(server, dataset_id, search=text, page_size=1000)

    cells = frame.copy()
    cells["good"] = cells["good"].map({True: "true", False: "false"})
    cells["day"] = cells["day"].dt.strftime("%Y-%m-%d")
    cells["time"] = cells["time"].dt.strftime("%Y-%m-%d %H:%M:%S")
    texts = cells.astype(object).where(cells.notna(), "").astype(str)
    matches = texts.apply(lambda cell: cell.str.lower().str.contains(text.lower(), regex=False))
    wanted = frame[matches.any(axis=1)]
    assert found["rows"] == expected(wanted)
    assert found["total_rows"] == len(wanted)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({"sort_by": "nope"}, 400, "no column 'nope'"),
        ({"page": -1}, 422, "page"),
        ({"page_size": 1001}, 422, "page_size"),
        ({"page_size": 0}, 422, "page_size"),
    ],
)
def test_a_page_that_cannot_be_is_refused(
    server: Server, dataset_id: str, query: dict[str, Any], status: int, said: str
) -> None:
    answer = server.get(f"/api/data/preview/{dataset_id}", **query)

    assert answer.status_code == status
    assert said in answer.json()["detail"]


def test_what_is_not_there_is_not_found(server: Server) -> None:
    for kind in ("preview", "statistics", "filter", "download"):
        query = {"column": "a", "operator": "eq", "value": "1"}
        assert server.get(f"/api/data/{kind}/ds_none", **query).status_code == 404


@pytest.mark.parametrize(
    ("column", "operator", "value", "test"),
    [
        ("level", "eq", "3", lambda f: f["level"] == 3),
        ("level", "ne", "3", lambda f: f["level"] != 3),
        ("level", "gt", "2.5", lambda f: f["level"] > 2.5),
        ("level", "eq", "2.5", lambda f: f["level"] == 2.5),
        ("long", "eq", str(2**60 + 5), lambda f: f["id"] == 5),
        ("long", "lt", "1" + "0" * 30, lambda f: f["id"] >= 0),
        ("day", "gt", "2020-08-01T12:00:00", lambda f: f["day"] > "2020-08-01"),
        ("time", "eq", "2020-01-01T12:00:01+02:00", lambda f: f["id"] == 0),
        ("id", "lt", "10", lambda f: f["id"] < 10),
        ("score", "ge", "0", lambda f: f["score"] >= 0),
        ("score", "le", "-1e0", lambda f: f["score"] <= -1),
        ("score", "ne", "0", lambda f: f["score"].notna()),
        ('na"me; drop', "eq", "o'Neil", lambda f: f['na"me; drop'] == "o'Neil"),
        ('na"me; drop', "gt", "Bo", lambda f: f['na"me; drop'].fillna("") > "Bo"),
        ('na"me; drop', "contains", "N", lambda f: f['na"me; drop'].isin(["Ann", "o'Neil"])),
        ("good", "eq", "true", lambda f: f["good"]),
        ("day", "ge", "2020-08-01", lambda f: f["day"] >= "2020-08-01"),
        ("time", "lt", "2020-01-02T00:00:00", lambda f: f["time"] < "2020-01-02"),
        ("day", "contains", "-02-", lambda f: f["day"].dt.month == 2),
        ("level", "contains", "4", lambda f: f["level"] == 4),
        ("Level", "eq", "x", lambda f: f["Level"] == "x"),
    ],
)
def test_filters_compare_as_the_columns_type(
    server: Server,
    dataset_id: str,
    frame: pd.DataFrame,
    column: str,
    operator: str,
    value: str,
    test: Any,
) -> None:
    query = {"column": column, "operator": operator, "value": value}

    found = server.get(f"/api/data/filter/{dataset_id}", **query).json()

    wanted = frame[test(frame)]
    assert found == {"total_rows": len(wanted), "filtered_rows": expected(wanted)}


def test_a_filter_takes_several_values(
    server: Server, dataset_id: str, frame: pd.DataFrame
) -> None:
    query = {"column": "level", "operator": "in", "values": ["1", "3"], "limit": 5}

    found = server.get(f"/api/data/filter/{dataset_id}", **query).json()

    wanted = frame[frame["level"].isin([1, 3])]
    assert found == {"total_rows": len(wanted), "filtered_rows": expected(wanted.head(5))}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"column": "nope", "operator": "eq", "value": "1"}, "no column 'nope'"),
        ({"column": "level", "operator": "like", "value": "1"}, "operator must be one of"),
        ({"column": "level", "operator": "eq", "value": "many"}, "holds numbers; got 'many'"),
        ({"column": "level", "operator": "lt", "value": "nan"}, "holds numbers; got 'nan'"),
        ({"column": "good", "operator": "eq", "value": "perhaps"}, "holds true or false"),
        ({"column": "day", "operator": "gt", "value": "soon"}, "holds dates"),
        ({"column": "level", "operator": "gt", "values": ["1", "2"]}, "needs one value; got 2"),
        ({"column": "level", "operator": "eq"}, "Give `value`"),
    ],
)
def test_a_filter_that_cannot_be_is_refused(
    server: Server, dataset_id: str, query: dict[str, Any], said: str
) -> None:
    answer = server.get(f"/api/data/filter/{dataset_id}", **query)

    assert answer.status_code == 400
    assert said in answer.json()["detail"]


def test_downloads_hold_the_whole_table(
    server: Server, dataset_id: str, frame: pd.DataFrame
) -> None:
    as_csv = server.get(f"/api/data/download/{dataset_id}")
    as_parquet = server.get(f"/api/data/download/{dataset_id}", format="parquet")

    name = f'attachment; filename="dataset_{dataset_id}.csv"'
    assert as_csv.headers["content-disposition"] == name
    assert as_csv.headers["content-type"].startswith("text/csv")
    read = pd.read_csv(io.BytesIO(as_csv.content), parse_dates=["day", "time"])
    pd.testing.assert_frame_equal(read, frame, check_dtype=False)
    read = pd.read_parquet(io.BytesIO(as_parquet.content))
    assert list(read.columns) == list(frame.columns)
    pd.testing.assert_series_equal(read["score"], frame["score"])
    assert server.get(f"/api/data/download/{dataset_id}", format="xls").status_code == 400


def test_a_download_longer_than_a_piece_is_whole(server: Server) -> None:
    frame = pd.DataFrame({"a": range(150_000), "b": "x"})
    dataset_id = server.add(frame.to_csv(index=False).encode())

    read = pd.read_csv(io.BytesIO(server.get(f"/api/data/download/{dataset_id}").content))

    pd.testing.assert_frame_equal(read, frame, check_dtype=False)


def test_statistics_have_the_contracts_shape(
    server: Server, dataset_id: str, frame: pd.DataFrame
) -> None:
    found = server.get(f"/api/data/statistics/{dataset_id}").json()

    assert set(found) == {"overall", "memory_usage", "column_stats"}
    assert found["overall"] == {
        "total_rows": ROWS,
        "total_columns": len(frame.columns),
        "memory_usage": found["memory_usage"],
        "duplicate_rows": 0,
    }
    assert list(found["column_stats"]) == list(frame.columns)
    assert found["column_stats"]["score"]["null_count"] == frame["score"].isna().sum()


def test_a_very_wide_table_is_paged_searched_and_downloaded(server: Server) -> None:
    columns = 1200
    frame = pd.DataFrame({f"x{i}": np.arange(300) + i for i in range(columns)})
    frame["when"] = pd.date_range("2020-01-01", periods=300).strftime("%Y-%m-%d")
    dataset_id = server.add(frame.to_csv(index=False).encode())

    top = page(server, dataset_id, page_size=3)
    last = page(server, dataset_id, page_size=3, sort_by="x7", sort_desc=True)
    found = page(server, dataset_id, search="2020-02-0")
    read = pd.read_csv(io.BytesIO(server.get(f"/api/data/download/{dataset_id}").content))

    assert top["rows"] == frame.head(3).to_dict("records")
    assert last["rows"] == frame.tail(3)[::-1].to_dict("records")
    assert found["total_rows"] == 9
    assert [row["when"] for row in found["rows"]] == [f"2020-02-0{day}" for day in range(1, 10)]
    pd.testing.assert_frame_equal(read, frame)
