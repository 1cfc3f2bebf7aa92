"""Views of a table through a real server: rows, cells and what is special about them."""

import json
import math
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from armillary.capabilities.datasets.answers import PageGiven
from tests.capabilities.datasets.conftest import Server
from tests.capabilities.datasets.stored import put

Row = dict[str, Any]
Ask = Callable[..., dict[str, Any]]
ROWS = 3000
LONG = "lorem ipsum " * 30


def make_rows() -> list[Row]:
    """Make rows with everything that a cell can be, NaN beside missing ones."""
    random = np.random.default_rng(11)
    numbers = random.normal(size=ROWS).round(2).tolist()
    words = random.choice(["", "Ann", "bo", "Zoë"], ROWS).tolist()
    levels = random.integers(0, 4, ROWS).tolist()
    truths = (random.random(ROWS) < 0.3).tolist()
    for first, step, value in ((0, 17, math.nan), (5, 100, math.inf), (7, 100, -math.inf)):
        numbers[first::step] = [value] * len(numbers[first::step])
    numbers[3::13] = [None] * len(numbers[3::13])
    words[::9] = [None] * len(words[::9])
    truths[4::10] = [None] * len(truths[4::10])
    return [
        {
            "id": row,
            "number": numbers[row],
            "word": words[row],
            "good": truths[row],
            "level": levels[row],
            "day": date(2020, 1, 1) + timedelta(row),
            "text": LONG if row % 50 == 3 else f"text {row}",
            "long": 2**60 + row,
        }
        for row in range(ROWS)
    ]


ALL = make_rows()


@pytest.fixture(scope="module")
def dataset_id(idle_server: Server) -> str:
    """The table, stored in several groups of rows."""
    return put(idle_server, pa.Table.from_pylist(ALL), group_rows=400)


@pytest.fixture(scope="module")
def query(idle_server: Server, dataset_id: str) -> Ask:
    """Give what asks for a page of a view."""

    def ask(view: Any = None, **body: Any) -> dict[str, Any]:
        body = {"view": view or {}, "page_size": 1000, "exact": True, **body}
        answer = idle_server.client.post(f"/api/data/query/{dataset_id}", json=body)
        assert answer.status_code == 200, answer.text
        PageGiven.model_validate_json(answer.content)
        return dict(answer.json())

    return ask


def passing(test: Callable[[Row], Any]) -> list[int]:
    """Give the numbers of the rows for which something holds."""
    return [row["id"] for row in ALL if test(row)]


def number(test: Callable[[float], bool]) -> Callable[[Row], bool]:
    """Ask of the numbers that are there; those of Python compare NaN as it should be."""
    return lambda row: row["number"] is not None and test(row["number"])


def word(test: Callable[[str], bool]) -> Callable[[Row], bool]:
    return lambda row: row["word"] is not None and test(row["word"])


def test_what_json_cannot_say_is_told_beside_it(query: Ask) -> None:
    found = query(page_size=120)

    kinds = {(row, column): kind for row, column, kind in found["specials"]}
    told = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
    for row, cells in enumerate(found["rows"]):
        shown = told.get(kinds.get((row, 1), ""), cells[1])
        assert repr(shown) == repr(ALL[row]["number"])
        assert cells[2] == ALL[row]["word"]  # an empty text is one
    assert set(kinds.values()) == set(told)
    assert found["cut"] == [[3, 6, 360], [53, 6, 360], [103, 6, 360]]
    assert found["rows"][3][6] == LONG[:200]
    assert found["rows"][0][7] == str(2**60)
    assert found["rows"][0][5] == "2020-01-01"
    assert found["columns"][1] == {"name": "number", "dtype": "float64", "nullable": True}
    assert (found["total_rows"], found["is_estimate"]) == (ROWS, False)


OPERATORS: list[tuple[str, Any, Callable[[Row], Any]]] = [
    ("number eq", 0.5, number(lambda n: n == 0.5)),
    ("number ne", 0.5, number(lambda n: n != 0.5 and not math.isnan(n))),
    ("number gt", 1, number(lambda n: n > 1)),
    ("number lt", -1.5, number(lambda n: n < -1.5)),
    ("number ge", 1.5, number(lambda n: n >= 1.5)),
    ("number le", "-1e0", number(lambda n: n <= -1)),
    ("number between", [-0.5, 0.5], number(lambda n: -0.5 <= n <= 0.5)),
    ("number in", [0.1, 0.2], number(lambda n: n in (0.1, 0.2))),
    ("number not_in", [0.1], number(lambda n: n != 0.1 and not math.isnan(n))),
    ("number is_nan", None, number(math.isnan)),
    ("number is_infinite", None, number(math.isinf)),
    ("number is_null", None, lambda row: row["number"] is None),
    ("number is_not_null", None, lambda row: row["number"] is not None),
    ("word is_empty", None, word(lambda w: w == "")),
    ("word eq", "Ann", word(lambda w: w == "Ann")),
    ("word contains", "O", word(lambda w: w in ("bo", "Zoë"))),
    ("word not_contains", "o", word(lambda w: w in ("", "Ann"))),
    ("word starts_with", "a", word(lambda w: w == "Ann")),
    ("word ends_with", "Ë", word(lambda w: w == "Zoë")),
    ("word matches", "^(A|b)", word(lambda w: w in ("Ann", "bo"))),
    ("good eq", True, lambda row: row["good"]),
    ("day ge", "2027-01-01", lambda row: row["day"] >= date(2027, 1, 1)),
    ("long eq", str(2**60 + 5), lambda row: row["id"] == 5),
]


@pytest.mark.parametrize(("asked", "value", "test"), OPERATORS, ids=[each[0] for each in OPERATORS])
def test_every_operator_lets_through_the_right_rows(
    query: Ask, asked: str, value: Any, test: Callable[[Row], Any]
) -> None:
    column, operator = asked.split()
    node: dict[str, Any] = {"column": column, "operator": operator}
    if value is not None:
        node["values" if isinstance(value, list) else "value"] = value

    found = query({"filter": node, "columns": ["id"]})

    wanted = passing(test)
    assert found["total_rows"] == len(wanted) > 0
    assert [row[0] for row in found["rows"]] == wanted[:1000]
    assert found["row_numbers"] == wanted[:1000]


def test_conditions_join_and_nest(query: Ask) -> None:
    ann = {"column": "word", "operator": "eq", "value": "Ann"}
    positive = {"column": "number", "operator": "gt", "value": 0}
    levels = {"column": "level", "operator": "in", "values": [1, 2]}
    neither = {"op": "not", "of": [{"op": "or", "of": [ann, positive]}]}

    found = query({"filter": {"op": "and", "of": [levels, neither]}})

    assert found["row_numbers"] == passing(
        lambda row: (
            row["level"] in (1, 2) and not (row["word"] == "Ann" or (row["number"] or 0) > 0)
        )
    )


def test_several_columns_sort_the_rows(query: Ask) -> None:
    view = {"sort": [{"column": "level", "descending": True}, {"column": "word"}]}

    pages = [query(view, page=page)["row_numbers"] for page in range(3)]

    wanted = sorted(ALL, key=lambda row: (-row["level"], row["word"] is None, row["word"] or ""))
    assert [row for page in pages for row in page] == [row["id"] for row in wanted]


@pytest.mark.parametrize("descending", [False, True])
def test_nan_comes_after_numbers_and_missing_cells_last(query: Ask, descending: bool) -> None:
    view = {"sort": [{"column": "number", "descending": descending}], "columns": ["number"]}

    pages = [query(view, page=page)["row_numbers"] for page in range(3)]

    def rank(row: Row) -> tuple[int, float]:
        value = row["number"]
        if value is None or math.isnan(value):
            return (2 if value is None else 1), 0.0
        return 0, -value if descending else value

    assert [row for page in pages for row in page] == [row["id"] for row in sorted(ALL, key=rank)]


def test_filter_search_sort_and_columns_go_together(query: Ask) -> None:
    view = {
        "filter": {"column": "level", "operator": "ge", "value": 2},
        "search": "ZO",
        "sort": [{"column": "id", "descending": True}],
        "columns": ["word", "id"],
    }

    found = query(view, page=1, page_size=50)

    wanted = passing(lambda row: row["level"] >= 2 and row["word"] == "Zoë")[::-1]
    assert found["total_rows"] == len(wanted)
    assert found["rows"] == [["Zoë", row] for row in wanted[50:100]]
    assert [column["name"] for column in found["columns"]] == ["word", "id"]


def test_a_view_in_the_address_is_the_same_view(
    idle_server: Server, dataset_id: str, query: Ask
) -> None:
    view = {
        "filter": {"column": "word", "operator": "eq", "value": "Zoë"},
        "sort": [{"column": "id", "descending": True}],
        "columns": ["id", "word"],
    }

    answer = idle_server.get(f"/api/data/preview/{dataset_id}", view=json.dumps(view))

    found, same = answer.json(), query(view, page_size=50)
    assert found["rows"] == [{"id": row[0], "word": row[1]} for row in same["rows"]]
    assert found["total_rows"] == same["total_rows"]
    assert found["columns"] == same["columns"]


def test_what_stands_beside_a_view_takes_its_part(idle_server: Server, dataset_id: str) -> None:
    view = json.dumps({"sort": [{"column": "level"}], "search": "Ann", "columns": ["id"]})
    query = {"view": view, "sort_by": "id", "sort_desc": True, "search": "text 12"}

    found = idle_server.get(f"/api/data/preview/{dataset_id}", **query).json()

    wanted = passing(lambda row: "text 12" in row["text"])[::-1]
    assert found["rows"] == [{"id": row} for row in wanted[:50]]
    assert found["total_rows"] == len(wanted)


def test_a_cell_is_given_whole(idle_server: Server, dataset_id: str) -> None:
    def cell(row: int, column: str) -> Any:
        answer = idle_server.get(f"/api/data/cell/{dataset_id}", row=row, column=column)
        return answer.json() if answer.status_code == 200 else answer.status_code

    assert cell(53, "text") == {"value": LONG, "special": None, "dtype": "str"}
    assert cell(17, "number") == {"value": None, "special": "nan", "dtype": "float64"}
    assert cell(5, "number") == {"value": None, "special": "inf", "dtype": "float64"}
    assert cell(3, "number") == {"value": None, "special": None, "dtype": "float64"}
    assert cell(1, "long") == {"value": str(2**60 + 1), "special": None, "dtype": "int64"}
    assert cell(ROWS, "id") == 404
    assert cell(0, "nope") == 400


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        ({"page": -1}, 422, "page"),
        ({"page_size": 1001}, 422, "page_size"),
        ({"vew": {}}, 422, "vew"),
        ({"view": {"sort": [{"column": "nope"}]}}, 400, "no column 'nope'"),
        ({"view": {"columns": ["ids"]}}, 400, "did you mean 'id'"),
        ({"view": {"filter": {"column": "day", "operator": "is_nan"}}}, 400, "holds dates"),
        ({"view": {"search": "\ud800"}}, 422, "search"),
        ({"view": {"filter": {"column": "word", "operator": "eq", "value": "\ud800"}}}, 422, ""),
        (
            {"view": {"filter": {"column": "word", "operator": "matches", "value": "("}}},
            400,
            "RE2",
        ),
    ],
)
def test_a_question_that_cannot_be_is_refused(
    idle_server: Server, dataset_id: str, body: Any, status: int, said: str
) -> None:
    answer = idle_server.client.post(
        f"/api/data/query/{dataset_id}",
        content=json.dumps(body),
        headers={"content-type": "application/json"},
    )

    assert answer.status_code == status, answer.text
    assert said in answer.json()["detail"]


def test_a_page_behind_the_last_one_is_empty(query: Ask) -> None:
    for view in ({}, {"sort": [{"column": "id"}]}, {"search": "text"}):
        found = query(view, page=10**6)
        assert (found["rows"], found["row_numbers"]) == ([], [])
        assert found["total_rows"] > 2900
