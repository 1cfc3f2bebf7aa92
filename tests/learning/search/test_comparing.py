"""Better, tied, hopeless, no longer gaining: what the scores of folds can tell."""

import numpy as np
import pytest
from scipy import stats

from armillary.learning.search.comparing import (
    Scored,
    is_hopeless,
    p_value,
    stand,
    trials_without_gain,
)
from armillary.learning.search.objective import Objective

AUC = Objective("auc", is_greater_better=True)
LOSS = Objective("log_loss", is_greater_better=False)


def scored(number: int, *scores: float, cost_s: float = 1.0) -> Scored:
    return Scored(number, float(np.mean(scores)), scores, cost_s)


def test_without_shared_rows_the_test_is_the_paired_one() -> None:
    one, other = [0.91, 0.93, 0.9, 0.95, 0.92], [0.9, 0.9, 0.91, 0.92, 0.9]

    assert p_value(one, other, 0.0) == pytest.approx(stats.ttest_rel(one, other).pvalue)
    for count in (2, 3, 4, 10):
        few = np.random.default_rng(count).normal(size=(2, count)).tolist()
        assert p_value(*few, 0.0) == pytest.approx(stats.ttest_rel(*few).pvalue)


def test_shared_rows_widen_the_variance() -> None:
    # By hand: mean 0.016, variance 0.00028, (1/5 + 1/4) * variance = 0.000126, t = 1.4254.
    one, other = [0.91, 0.93, 0.9, 0.95, 0.92], [0.9, 0.9, 0.91, 0.92, 0.9]

    assert p_value(one, other, 0.25) == pytest.approx(2 * stats.t.sf(1.4254, 4), rel=1e-3)
    assert p_value(one, one, 0.25) == 1.0
    assert p_value([1.0, 1.0], [0.5, 0.5], 0.25) == 0.0


def test_ties_are_named_and_the_cheapest_of_them() -> None:
    trials = [
        scored(0, 0.90, 0.91, 0.92, 0.93, 0.94, cost_s=5.0),
        scored(1, 0.91, 0.90, 0.93, 0.92, 0.93, cost_s=0.1),
        scored(2, 0.50, 0.51, 0.52, 0.53, 0.54, cost_s=0.01),
    ]

    standing = stand(trials, AUC, 0.25)

    assert (standing.leader, standing.tied, standing.cheapest) == (0, (0, 1), 1)
    assert stand(trials, LOSS, 0.25).leader == 2
    assert stand([], AUC, 0.25) is None


def test_a_gain_within_noise_is_none() -> None:
    first = scored(0, 0.90, 0.91, 0.92, 0.93, 0.94)
    noise = scored(1, 0.91, 0.90, 0.93, 0.92, 0.945)
    gain = scored(2, 0.95, 0.96, 0.97, 0.98, 0.99)

    assert trials_without_gain([first, noise, noise], AUC, 0.25) == 2
    assert trials_without_gain([first, noise, gain, noise], AUC, 0.25) == 1
    assert trials_without_gain([], AUC, 0.25) == 0


def test_only_what_is_clearly_behind_is_hopeless() -> None:
    finished = [[0.9 + 0.001 * n, 0.92, 0.91] for n in range(6)]

    assert is_hopeless([0.6], finished, AUC)
    assert not is_hopeless([0.9], finished, AUC)  # behind by less than the best one's spread
    assert not is_hopeless([0.6], finished[:2], AUC)  # too few to say
    assert not is_hopeless([0.6], finished, LOSS)
    assert is_hopeless([1.6], finished, LOSS)
