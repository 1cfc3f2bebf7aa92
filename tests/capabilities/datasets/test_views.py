"""Views as they come from a browser or an address: read strictly, refused with the place."""

import json
from typing import Any

import pytest

from armillary.base.errors import Invalid
from armillary.capabilities.datasets.views import MAX_CONDITIONS, View, read_view

ASK = {"column": "a", "operator": "eq", "value": 1}


def nested(levels: int) -> dict[str, Any]:
    node: dict[str, Any] = ASK
    for _ in range(levels - 1):
        node = {"op": "not", "of": [node]}
    return node


def test_an_empty_view_is_the_whole_table() -> None:
    whole = {"columns": None, "sort": [], "search": "", "filter": None}

    assert read_view(None).to_payload() == whole
    assert read_view("").to_payload() == whole
    assert read_view("{}") == View()
    assert read_view('{"columns":null,"filter":null}') == View()


def test_a_view_keeps_what_it_says() -> None:
    text = json.dumps(
        {
            "columns": ["b", "a"],
            "sort": [{"column": "a", "descending": True}, {"column": "b"}],
            "search": "x",
            "filter": {
                "op": "or",
                "of": [
                    {"column": "a", "operator": "in", "values": [1, 1.5, "x", True, 10**30]},
                    {"op": "not", "of": [{"column": "b", "operator": "is_null"}]},
                ],
            },
        }
    )

    assert read_view(text).to_payload() == {
        "columns": ["b", "a"],
        "sort": [["a", True], ["b", False]],
        "search": "x",
        "filter": {
            "op": "or",
            "of": [
                # JSON readers elsewhere keep no whole number of this length.
                {"column": "a", "operator": "in", "values": [1, 1.5, "x", True, str(10**30)]},
                {"op": "not", "of": [{"column": "b", "operator": "is_null", "values": []}]},
            ],
        },
    }


@pytest.mark.parametrize(
    ("view", "said"),
    [
        ({"colums": ["a"]}, "colums: Extra inputs"),
        ({"columns": ["a", "b", "a"]}, "`columns` names a column twice: a"),
        ({"sort": [{"column": "a"}, {"column": "a", "descending": True}]}, "twice: a"),
        ({"sort": [{"column": "a", "descending": "true"}]}, "sort.0.descending"),
        ({"search": 5}, "search"),
        ({"search": "x" * 1001}, "1000 characters"),
        ({"filter": {**ASK, "operator": "like"}}, "operator"),
        ({"filter": {**ASK, "value": None}}, "for missing cells use is_null"),
        ({"filter": {**ASK, "values": [1]}}, "eq needs `value`"),
        ({"filter": {**ASK, "operator": "is_null"}}, "takes no value"),
        ({"filter": {"column": "a", "operator": "in", "value": 1}}, "in needs `values`"),
        ({"filter": {"column": "a", "operator": "in", "values": []}}, "in needs `values`"),
        ({"filter": {"column": "a", "operator": "in", "values": [1] * 1001}}, "1000 items"),
        ({"filter": {"column": "a", "operator": "between", "values": [1]}}, "two values"),
        ({"filter": {**ASK, "value": float("nan")}}, "is_nan or is_infinite"),
        ({"filter": {**ASK, "value": {"x": 1}}}, "value"),
        ({"filter": {"op": "not", "of": [ASK, ASK]}}, "`not` takes one condition"),
        ({"filter": {"op": "xor", "of": [ASK]}}, "'and', 'or' or 'not'"),
        ({"filter": []}, "filter"),
        ({"filter": nested(9)}, "at most 8 levels"),
        ({"filter": {"op": "and", "of": [ASK] * (MAX_CONDITIONS + 1)}}, "100 conditions"),
        ({"filter": {"op": "and", "of": [{"op": "or", "of": [ASK] * 51}] * 2}}, "100 conditions"),
    ],
)
def test_what_is_no_view_is_refused_with_its_place(view: Any, said: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_view(json.dumps(view))

    assert said in refused.value.message
    assert refused.value.errors
    assert refused.value.errors[0]["loc"][:2] == ["query", "view"]


@pytest.mark.parametrize(
    "text", ["[", "5", "null", '{"filter":' + '{"op":"not","of":[' * 100_000, "x" * 3_000_000]
)
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(Invalid):
        read_view(text)


def test_the_deepest_and_the_largest_filter_are_read() -> None:
    assert read_view(json.dumps({"filter": nested(8)})).filter is not None
    most = {"filter": {"op": "and", "of": [ASK] * MAX_CONDITIONS}}
    assert read_view(json.dumps(most)).filter is not None
