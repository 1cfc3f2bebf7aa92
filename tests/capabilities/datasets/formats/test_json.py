"""JSON in the many ways that programs write tables in it, and what is no table."""

import datetime
import json
from typing import Any

import pandas as pd
import pytest

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import ReadLimits, ReadOptions
from armillary.capabilities.datasets.formats.json import format as json_format
from tests.capabilities.datasets.importer import Table, folder, import_bytes

ROWS = [(1, "x"), (2, None), (3, "z")]
FRAME = pd.DataFrame({"n": [1, 2, 3], "s": ["x", None, "z"]})
RECORDS = [{"n": 1, "s": "x"}, {"n": 2, "s": None}, {"n": 3, "s": "z"}]


def read(value: Any, filename: str = "t.json", **options: Any) -> Table:
    text = value if isinstance(value, str) else json.dumps(value)
    return import_bytes(text.encode(), filename, options=ReadOptions(**options))


@pytest.mark.parametrize(
    "text",
    [
        *(FRAME.to_json(orient=orient) for orient in ("records", "columns", "split", "table")),
        FRAME.to_json(orient="records", lines=True),
        json.dumps({"n": [1, 2, 3], "s": ["x", None, "z"]}),
        json.dumps({"data": RECORDS}),
        json.dumps({"response": {"page": 1, "items": RECORDS}}),
        json.dumps([["n", "s"], [1, "x"], [2, None], [3, "z"]]),
        json.dumps(RECORDS[:1]) + "\n" + json.dumps(RECORDS[1:]),
        json.dumps(RECORDS, indent=4),
    ],
    ids=range(11),
)
def test_every_way_to_write_a_table_is_read(text: str) -> None:
    table = read(text)

    names = [name for name in table.frame.columns if name != "index"]
    assert names == ["n", "s"]
    assert [row[-2:] for row in table.rows] == ROWS


def test_named_rows_keep_their_names() -> None:
    table = read({"ann": {"age": 31, "town": "A"}, "bo": {"age": 42, "town": "B"}})

    assert list(table.frame.columns) == ["key", "age", "town"]
    assert table.rows == [("ann", 31, "A"), ("bo", 42, "B")]


def test_an_index_that_says_something_is_a_column() -> None:
    frame = FRAME.set_index(pd.Index(["a", "b", "c"]))

    assert read(frame.to_json(orient="split")).rows[0] == ("a", 1, "x")


def test_nested_objects_are_columns_and_lists_are_text() -> None:
    table = read([{"a": {"b": {"c": 1}, "d": [1, {"e": 2}]}}, {"a": None}, {"a": {"b": {"c": 3}}}])

    assert list(table.frame.columns) == ["a.b.c", "a.d"]
    assert table.rows == [(1, '[1,{"e":2}]'), (None, None), (3, None)]
    assert "Lists and other nested values kept as JSON text: a.d." in table.warnings


def test_names_that_become_alike_stay_apart() -> None:
    assert list(read([{"a.b": 1, "a": {"b": 2}}]).frame.columns) == ["a.b", "a.b_2"]


def test_objects_used_as_dictionaries_stay_text() -> None:
    table = read([{"id": place, "words": {f"w{place}": 1}} for place in range(100)])

    assert list(table.frame.columns) == ["id", "words"]
    assert table.rows[7] == (7, '{"w7":1}')


def test_the_longest_list_is_read_and_the_others_named() -> None:
    document = {"meta": {"version": 2}, "short": [{"a": 1}], "long": [{"b": 1}, {"b": 2}]}

    table = read(document)

    assert table.rows == [(1,), (2,)]
    assert "The list at 'long' was read; there is a table at 'short' too" in table.warnings
    assert "left out ('meta', 'short')" in table.warnings
    assert read(document, part="short").rows == [(1,)]
    with pytest.raises(Unreadable, match="no list at 'other' in the JSON; the lists are 'short'"):
        read(document, part="other")


def test_the_lists_are_listed() -> None:
    with folder() as work:
        path = work / "t.json"
        path.write_text(json.dumps({"a": {"b": [{"x": 1}]}, "c": [[1, 2], [3, 4]], "d": [1]}))

        assert [(part.name, part.note) for part in json_format.parts(path)] == [
            ("a.b", "1 rows"),
            ("c", "2 rows"),
        ]


def test_whole_numbers_are_kept_exactly() -> None:
    table = read([{"a": 2**63 - 1, "b": 2**63, "c": 2**53 + 1}, {"a": 1, "b": 1, "c": 0.5}])

    assert table.rows == [(2**63 - 1, str(2**63), str(2**53 + 1)), (1, "1", "0.5")]
    assert "Whole numbers too large for 64 bits kept as text: b." in table.warnings
    assert "too large for the floats beside them kept as text: c." in table.warnings


def test_numbers_beyond_floats_are_told() -> None:
    table = read('[{"a": 1e999}, {"a": 1}]')

    assert "Numbers too large for 64-bit floats read as infinity: a (1)." in table.warnings


def test_mixed_values_stay_text_and_are_told() -> None:
    table = read([{"a": 1}, {"a": "x"}, {"a": True}, {"a": {"b": 1}}, {"a": 1.0}, {"a": ""}])

    assert [row[0] for row in table.rows] == ["1", "x", "true", '{"b":1}', "1.0", ""]
    assert "Mixed values kept as text" in table.warnings


def test_empty_texts_stay_what_they_are() -> None:
    assert read([{"a": "", "b": 1}, {"a": None, "b": 2}]).rows == [("", 1), (None, 2)]


def test_dates_are_found_where_all_texts_are_some() -> None:
    table = read(
        [
            {
                "day": "2020-02-29",
                "time": "2020-02-29T12:00:00.5",
                "zone": "2020-02-29T12:00+02:00",
            },
            {"day": "n/a", "time": "2020-02-29 12:00", "zone": "2020-02-29T12:00:00Z"},
        ]
    )

    assert table.dtypes == ["date", "datetime64[us]", "datetime64[us]"]
    assert table.rows[0][1:] == (
        datetime.datetime(2020, 2, 29, 12, 0, 0, 500_000),
        datetime.datetime(2020, 2, 29, 10),
    )
    assert table.rows[1][0] is None
    assert "Times with a zone kept in UTC: zone." in table.warnings


@pytest.mark.parametrize("text", ["2021-02-29", "0000-01-01", "2020-13-01"])
def test_what_only_looks_like_a_date_stays_text(text: str) -> None:
    assert read([{"a": text}]).rows == [(text,)]


def test_a_name_that_stands_twice_is_told() -> None:
    table = read('[{"a": 1, "a": 2}, {"a": 3}]')

    assert table.rows == [(2,), (3,)]
    assert "1 object with a name that stands in it twice (the first 'a', near line 1)" in (
        table.warnings
    )


def test_rows_of_several_lengths_are_filled_and_told() -> None:
    table = read([["a", "b"], [1, 2], [3]])

    assert table.rows == [(1, 2), (3, None)]
    assert "1 row with fewer values than 2" in table.warnings


def test_a_list_of_values_is_one_column() -> None:
    assert read([1, None, 3]).rows == [(1,), (None,), (3,)]


def test_half_a_character_is_told() -> None:
    table = read('[{"a": "x\\ud800y"}]')

    assert table.rows == [("x�y",)]
    assert "Texts with half a character" in table.warnings


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_are_found(encoding: str) -> None:
    data = json.dumps([{"größe": "ü"}], ensure_ascii=False).encode(encoding)

    assert import_bytes(data, "t.json").rows == [("ü",)]


def test_a_file_larger_than_a_block_is_read_whole() -> None:
    records = [{"n": n, "s": "é" * (n % 700)} for n in range(5000)]

    table = read(json.dumps({"x": 1, "rows": records}, ensure_ascii=False))

    assert table.frame["n"].tolist() == list(range(5000))
    assert table.frame["s"].str.len().tolist() == [n % 700 for n in range(5000)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("  \n", "holds no value"),
        ("[]", "The list is empty"),
        ("{}", "an empty object"),
        ("[{}]", "no columns"),
        ('{"columns": ["a"], "data": [[1, 2]]}', "Row 1 of the JSON is not a list of 1 values"),
        ('{"columns": ["a"], "index": ["x"], "data": [[1], [2]]}', "an index of 1 for 2 rows"),
        ("5", "a single number, not a table"),
        ('[{"a": 1}, 2]', "values of several kinds"),
        ('{"a": 1}\n2', "a number in line 2 where an object is expected"),
        ('[{"a": 1},]', "not valid JSON: Expecting value in line 1"),
        ('[{"a": 1}\n,\n{"a": tru}]', "in line 3"),
        ('[{"a": NaN}]', "NaN is no JSON number (write null instead)"),
        ('[{"a": "x', "Unterminated string"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a":' * 100_000, "nested too deeply"),
        ("[" + "9" * 5000 + "]", "too many digits"),
        ("name,age\nAnn,3\n", "not valid JSON: Expecting value in line 1, near 'name,age"),
    ],
)
def test_what_is_no_table_is_refused(text: str, said: str) -> None:
    with pytest.raises(Unreadable) as caught:
        read(text)

    assert said in caught.value.message


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(Unreadable, match="not UTF-8 text"):
        import_bytes(b'[{"a": "\xff"}]', "t.json")


def test_limits_are_named() -> None:
    data = json.dumps(RECORDS).encode()

    with pytest.raises(Unreadable, match="ARMILLARY_MAX_COLUMNS"):
        import_bytes(data, "t.json", ReadLimits(9, 1))
    with pytest.raises(Unreadable, match="ARMILLARY_MAX_ROWS"):
        import_bytes(data, "t.json", ReadLimits(1, 9))
