"""Reading the target, and saying why it cannot be learned."""

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import AppError
from armillary.learning.target import Target, check_probabilities, infer_task, read_target


def _read(values, kind="classification"):
    return read_target(pd.DataFrame({"y": values}), "y", kind)


@pytest.mark.parametrize(
    ("values", "classes"),
    [
        (["b", "a"] * 10, ("a", "b")),
        ([True, False] * 10, (False, True)),
        ([2, 10] * 10, (2, 10)),
        ([1.0, 0.0, np.nan, 1.0] * 5, (0, 1)),
        ([0.5, 1.5] * 10, (0.5, 1.5)),
        ([1, "1", "2", 2] * 5, ("1", "2")),
        ([1, 1.5, "x"] * 7, ("1", "1.5", "x")),
        (pd.Categorical(["u", "v", None, "u"] * 5), ("u", "v")),
        (pd.array([1, 0, None, 1] * 5, dtype="Int64"), (0, 1)),
        (pd.array([True, False, None, True] * 5, dtype="boolean"), (False, True)),
        (["a", "b", " ", "", None] * 5, ("a", "b")),
        (
            list(pd.to_datetime(["2024-01-01", "2024-01-02"])) * 5,
            ("2024-01-01 00:00:00", "2024-01-02 00:00:00"),
        ),
    ],
)
def test_classes_are_plain_labels_in_order(values, classes):
    target = _read(values)

    assert target.classes == classes
    assert [type(label) for label in target.classes] == [type(label) for label in classes]
    assert set(target.values) == set(range(len(classes)))


def test_rows_without_a_target_are_left_out_and_told():
    target = _read([1.0, np.nan, 3.0, np.inf, *range(10)], "regression")

    assert target.rows.tolist() == [0, 2, *range(4, 14)]
    assert target.warnings == (
        "2 rows have no value, or an infinite one, of the target 'y' and were left out.",
    )
    [told] = _read([1.0, np.nan, *range(10)], "regression").warnings
    assert told == "1 row has no value of the target 'y' and was left out."


@pytest.mark.parametrize(
    ("values", "kind", "code", "words"),
    [
        (["a"] * 20, "classification", "one_class", "one class only ('a')"),
        ([None] * 20, "classification", "target_empty", "Every value"),
        ([np.nan] * 20, "regression", "target_empty", "Every value"),
        (["a", "b"] * 3, "classification", "too_few_rows", "at least 10 rows"),
        (list(range(20)), "classification", "too_many_classes", "20 classes in 20 rows"),
        (["a"] * 10 + ["b"] * 9 + ["c"], "classification", "class_too_small", "has one row only"),
        (["a", "b"] * 10, "regression", "target_not_numeric", "holds values such as 'a'"),
        ([3.0] * 20, "regression", "target_constant", "is 3 in every row"),
    ],
)
def test_what_cannot_be_learned_is_said_readably(values, kind, code, words):
    with pytest.raises(AppError) as caught:
        _read(values, kind)

    assert caught.value.code == code
    assert words in caught.value.message


def test_an_unknown_target_is_told_with_what_there_is():
    with pytest.raises(AppError, match="no column 'z' to predict; it has: 'y'"):
        read_target(pd.DataFrame({"y": [1]}), "z", "regression")


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["a", "b", "c"], "classification"),
        ([True, False], "classification"),
        ([0, 1] * 20, "classification"),
        ([0.0, 1.0, np.nan] * 20, "classification"),
        (list(range(7)) * 20, "classification"),
        (list(range(100)), "regression"),
        ([0.1, 0.2, 0.3] * 20, "regression"),
        ([3, 4, 5], "regression"),
        ([np.nan, np.nan], "classification"),
        ([np.inf, 1.0, 2.0, 3.5], "regression"),
    ],
)
def test_the_task_is_guessed_from_the_target(values, expected):
    assert infer_task(pd.Series(values)) == expected


def test_more_probabilities_than_memory_holds_are_refused():
    rows = np.arange(20_000)
    of_classes = Target(rows % 10_000, rows, tuple(range(10_000)), ())
    of_numbers = Target(rows.astype(float), rows, None, ())

    check_probabilities(of_numbers, "y")
    with pytest.raises(AppError, match="10,000 classes in 20,000 rows") as refused:
        check_probabilities(of_classes, "y")

    assert refused.value.code == "too_many_classes"
