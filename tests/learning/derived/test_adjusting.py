"""Tables that leave an estimator no single solution are made such that there is one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.preprocessing import StandardScaler

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import Table
from armillary.learning.derived.adjusting import independent_columns, rows_to_a_draw


@given(st.integers(0, 10_000), st.integers(1, 6), st.integers(0, 4))
def test_columns_that_follow_from_others_are_left_out(seed, n_new, n_mixed):
    rng = np.random.default_rng(seed)
    new = rng.normal(size=(40, n_new))
    mixed = new @ rng.normal(size=(n_new, n_mixed)) + rng.normal(size=n_mixed)
    table = np.hstack([new, mixed, np.full((40, 1), 3.0)])
    table = table[:, rng.permutation(table.shape[1])]

    kept = independent_columns(table)

    assert len(kept) == n_new
    assert list(kept) == sorted(set(kept))
    centred = table - table.mean(axis=0)
    weights, *_ = np.linalg.lstsq(centred[:, kept], centred, rcond=None)
    assert np.allclose(centred[:, kept] @ weights, centred, atol=1e-6)


def test_a_table_of_constants_keeps_a_column():
    assert len(independent_columns(np.ones((5, 3)))) == 1


def test_draws_are_larger_where_a_flag_may_never_change_in_them():
    rng = np.random.default_rng(0)
    measured = rng.normal(size=(400, 3))
    flag = (np.arange(400) % 20 == 0)[:, None]

    assert rows_to_a_draw(measured) == 4
    assert 0.95 ** rows_to_a_draw(np.hstack([measured, flag])) == pytest.approx(0.5, rel=0.05)
    assert rows_to_a_draw(np.hstack([measured, np.arange(400)[:, None] == 0])) == 100
    assert rows_to_a_draw(measured[:2]) == 2


@pytest.mark.parametrize("n_kinds", [2, 8])
def test_medians_of_lines_bear_a_flag_for_each_kind(n_kinds):
    rng = np.random.default_rng(3)
    kinds = rng.integers(n_kinds, size=240)
    rows = StandardScaler().fit_transform(np.c_[rng.normal(size=240), np.eye(n_kinds)[kinds]])
    truth = 2 * rows[:, 0] + kinds + rng.normal(scale=0.1, size=240)
    table = Table(
        "regression", rows[:180], truth[:180], rows[180:], truth[180:], 0, tuple("abcdefghi")
    )
    values = get_entry("theil_sen_regressor").defaults()

    training = get_algorithm("theil_sen_regressor").train(table, values, np.random.default_rng(5))
    *_, last = training

    predicted = last.predictor().predict(rows[180:])
    error = np.sqrt(np.mean((predicted - truth[180:]) ** 2))
    assert error < 0.15
