"""A preprocessing used on other rows than those it was learned from."""

import json

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import Invalid
from armillary.learning.contract import Encoding
from armillary.learning.preprocess import Preprocess

FILLED = Encoding()
SCALED = Encoding(scale=True)


@pytest.fixture
def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "age": [20, 30, 40, 50],
            "town": ["Rome", "Oslo", "Rome", None],
            "member": [True, False, True, True],
            "since": pd.to_datetime(["2020-01-01", "2021-01-01", "2022-01-01", "2023-01-01"]),
        }
    )


@pytest.fixture
def preprocess(frame: pd.DataFrame) -> Preprocess:
    return Preprocess.learn(frame, SCALED)


def test_a_missing_column_is_named(preprocess, frame):
    with pytest.raises(Invalid, match="needs the columns 'age', 'since'") as caught:
        preprocess.encode(frame[["town", "member"]])
    assert caught.value.code == "missing_columns"
    assert caught.value.details == {"missing": ["age", "since"]}
    with pytest.raises(Invalid, match="needs the column 'town'"):
        preprocess.encode_rows([{"age": 1, "member": True, "since": None}])


def test_extra_columns_and_their_order_do_not_matter(preprocess, frame):
    other = frame[["since", "town", "age", "member"]].assign(extra=1)

    assert np.array_equal(preprocess.encode(other), preprocess.encode(frame))


def test_an_unseen_category_is_none_of_those_known(preprocess, frame):
    row = {"age": 20, "town": "Lima", "member": True, "since": "2020-01-01"}

    encoded = dict(zip(preprocess.output_names(), preprocess.encode_rows([row])[0], strict=True))

    assert [encoded["town = Rome"], encoded["town = Oslo"], encoded["town: missing"]] == [0] * 3


def test_text_from_a_form_counts_as_what_it_says(preprocess, frame):
    row = {"age": " 20 ", "town": "Rome", "member": "yes", "since": "2020-01-01T00:00:00Z"}

    assert np.allclose(preprocess.encode_rows([row]), preprocess.encode(frame)[:1])


@pytest.mark.parametrize("nothing", [None, "", " ", float("nan")])
def test_nothing_in_a_form_counts_as_missing(preprocess, nothing):
    row = {"age": nothing, "town": nothing, "member": nothing, "since": nothing}

    encoded = dict(zip(preprocess.output_names(), preprocess.encode_rows([row])[0], strict=True))

    assert encoded["age"] == pytest.approx(0)  # the median, 35, is the mean as well
    assert encoded["town: missing"] == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"age": "old"}, "Column 'age' holds numbers; got 'old'."),
        ({"age": [1]}, r"Column 'age' holds numbers; got \[1\]."),
        ({"member": "perhaps"}, "Column 'member' holds true or false; got 'perhaps'."),
        ({"since": "yesterday week"}, "Column 'since' holds dates, such as 2024-05-31"),
    ],
)
def test_a_value_of_another_kind_is_told(preprocess, change, message):
    row = {"age": 20, "town": "Rome", "member": True, "since": "2020-01-01"} | change

    with pytest.raises(Invalid, match=message):
        preprocess.encode_rows([row])
    with pytest.raises(Invalid, match=message):
        preprocess.encode(pd.DataFrame([row]))


def test_stored_as_json_it_stays_the_same(preprocess, frame):
    stored = preprocess.to_json()

    assert Preprocess.from_json(stored) == preprocess
    json.loads(stored, parse_constant=pytest.fail)


@pytest.mark.parametrize("data", [b"{}", b"[]", b"nonsense", b'{"format": 2}'])
def test_something_else_is_refused(data):
    with pytest.raises(Invalid, match="preprocessing of the model cannot be read"):
        Preprocess.from_json(data)


def test_a_form_can_be_drawn_from_it(preprocess):
    since = {
        "minimum": "2020-01-01T00:00:00",
        "maximum": "2023-01-01T00:00:00",
        "example": "2020-01-01T00:00:00",
    }
    assert preprocess.describe() == [
        {
            "name": "age",
            "type": "numeric",
            "example": 20,
            "minimum": 20,
            "maximum": 50,
            "whole": True,
        },
        {
            "name": "town",
            "type": "categorical",
            "example": "Rome",
            "choices": ["Rome", "Oslo"],
        },
        {"name": "member", "type": "boolean", "example": True},
        {"name": "since", "type": "datetime", **since},
    ]


def test_whole_numbers_as_categories_match_their_text():
    frame = pd.DataFrame({"zone": pd.Categorical([1, 2, 1, 2])})
    preprocess = Preprocess.learn(frame, FILLED)

    rows = [{"zone": 1}, {"zone": 1.0}, {"zone": "1"}]

    assert preprocess.encode_rows(rows).tolist() == [[1, 0]] * 3


def test_no_rows_give_no_rows(preprocess, frame):
    assert preprocess.encode(frame.head(0)).shape == (0, len(preprocess.output_names()))
