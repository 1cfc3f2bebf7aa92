"""What people are told about odd columns."""

import numpy as np
import pandas as pd

from armillary.learning.preprocess import warn_about

TARGET = np.array([0, 1] * 20)


def _warnings(**columns) -> list[str]:
    return list(warn_about(pd.DataFrame(columns), TARGET, "classification"))


def test_ordinary_columns_are_not_warned_about():
    rng = np.random.default_rng(0)

    assert _warnings(a=rng.normal(size=40), b=rng.choice(["x", "y"], 40), c=TARGET * 0.0 + 1.5) == [
        "Column 'c' has one value only and is not used."
    ]


def test_identifiers_are_told():
    (warning,) = _warnings(user=[f"u{number}" for number in range(40)])
    assert "Column 'user' looks like an identifier: 40 different values in 40 rows" in warning
    (warning,) = _warnings(row=range(40))
    assert "looks like an identifier" in warning


def test_continuous_numbers_are_no_identifiers():
    assert _warnings(a=np.arange(40) + 0.5) == []


def test_a_column_that_repeats_the_target_is_told():
    (warning,) = _warnings(alive=np.where(TARGET == 1, "yes", "no"))

    assert "Column 'alive' tells the target exactly" in warning


def test_a_number_that_follows_the_target_is_told():
    target = np.random.default_rng(0).normal(size=40)

    (warning,) = warn_about(pd.DataFrame({"double": target * 2 + 1}), target, "regression")

    assert "Column 'double' tells the target exactly" in warning


def test_infinite_values_are_counted():
    values = np.random.default_rng(0).normal(size=40)
    values[[3, 5]] = [np.inf, -np.inf]

    assert _warnings(a=values) == ["Column 'a' has 2 infinite values, which count as missing."]


def test_many_empty_columns_are_told_in_one_sentence():
    columns = {f"e{number}": [np.nan] * 40 for number in range(12)}

    (warning,) = _warnings(**columns)

    assert warning.endswith("'e9' and 2 more have no values in the training rows and are not used.")
