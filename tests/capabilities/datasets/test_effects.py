"""Effect sizes against scipy, and cases done by hand."""

import numpy as np
import pandas as pd
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.capabilities.datasets.statistics import effects

numbers = st.lists(st.integers(-5, 5), min_size=1, max_size=20).map(np.array)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(a=numbers, b=numbers)
def test_cliffs_delta_counts_pairs(a: np.ndarray, b: np.ndarray) -> None:
    signs = [np.sign(y - x) for x in a for y in b]

    assert effects.cliff_delta(a, b) == pytest.approx(np.mean(signs))


def test_cohens_d_is_that_of_a_case_done_by_hand() -> None:
    # Means 2 and 4; both deviations are 1, and so is the pooled one.
    assert effects.cohen_d(np.array([1, 2, 3]), np.array([3, 4, 5])) == pytest.approx(2.0)
    assert effects.cohen_d(np.array([1, 1]), np.array([1, 1])) is None
    assert effects.cohen_d(np.array([1]), np.array([1, 2])) is None


def test_cramers_v_agrees_with_pandas_and_scipy() -> None:
    random = np.random.default_rng(2)
    a = random.integers(0, 4, 500)
    b = np.where(random.random(500) < 0.4, a, random.integers(0, 4, 500))
    table = pd.crosstab(a, b).to_numpy()

    found = effects.cramer_v(table)

    plain = scipy.stats.contingency.association(table, method="cramer")
    assert found is not None
    # Corrected for the bias of the plain one, which is little with many rows.
    assert plain - 0.02 < found < plain
    p_value = scipy.stats.chi2_contingency(table, correction=False).pvalue
    assert effects.chi_square_p(table) == pytest.approx(p_value)


def test_associations_that_are_whole_or_none() -> None:
    assert effects.cramer_v(np.diag([10, 20, 30])) == pytest.approx(1.0)
    assert effects.cramer_v(np.outer([1, 2], [10, 30])) == 0.0
    assert effects.cramer_v(np.array([[5, 5], [0, 0]])) is None
    assert effects.chi_square_p(np.array([[5, 0], [5, 0]])) is None


def test_the_correlation_ratio_is_that_of_an_analysis_of_variance() -> None:
    codes = np.array([0, 0, 1, 1, 2, 2])
    values = np.array([1.0, 2.0, 4.0, 5.0, 9.0, 10.0])

    # Within each group the squares add up to a half.
    means = np.array([1.5, 4.5, 9.5])
    between = 2 * ((means - values.mean()) ** 2).sum()
    assert effects.correlation_ratio(codes, values) == pytest.approx(
        np.sqrt(between / (between + 1.5))
    )
    assert effects.correlation_ratio(np.zeros(6, dtype=int), values) is None
    assert effects.correlation_ratio(codes, np.ones(6)) is None


def test_p_values_are_adjusted_as_scipy_does() -> None:
    given_values = [0.01, None, 0.04, 0.03, 0.5, 0.04]

    found = effects.adjust(given_values)

    known = [value for value in given_values if value is not None]
    wanted = iter(scipy.stats.false_discovery_control(known))
    assert found == [
        None if value is None else pytest.approx(next(wanted)) for value in given_values
    ]


def test_a_rank_test_of_equal_values_proves_nothing() -> None:
    assert effects.rank_sum_p(np.ones(5), np.ones(7)) == 1.0
    assert effects.rank_sum_p(np.array([]), np.ones(7)) is None
    few = effects.rank_sum_p(np.arange(50.0), np.arange(50.0) + 40)
    assert few is not None
    assert few < 1e-10
