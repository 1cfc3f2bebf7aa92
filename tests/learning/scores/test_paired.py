"""Two models on the same rows."""

import numpy as np
import pytest
from scipy import stats

from armillary.learning.scores import Judged
from armillary.learning.scores.paired import compare


def said(truth, right_at, seed=0):
    """Give a model that is right where it should be."""
    rng = np.random.default_rng(seed)
    of_truth = np.where(right_at, 0.7, 0.3) + rng.uniform(-0.05, 0.05, len(truth))
    second = np.where(truth == 1, of_truth, 1 - of_truth)
    return Judged("classification", truth, np.stack([1 - second, second], axis=1), ("n", "y"))


def test_rows_that_only_one_gets_right_decide():
    truth = np.tile([0, 1], 100)
    one = said(truth, np.arange(200) < 180)
    other = said(truth, (np.arange(200) < 160) | (np.arange(200) >= 195))

    found = compare(one, other)

    accuracy = found["lines"][0]
    # Twenty rows only the first gets right, five only the second.
    assert accuracy["p_value"] == pytest.approx(stats.binomtest(5, 25).pvalue)
    assert accuracy["difference"] == pytest.approx(-15 / 200)
    assert accuracy["low"] < -15 / 200 < accuracy["high"]
    assert (accuracy["better"], found["is_tie"]) == ("one", False)


def test_models_that_differ_by_chance_alone_are_tied():
    truth = np.tile([0, 1], 100)
    rng = np.random.default_rng(3)
    pairs = [[said(truth, rng.random(200) < 0.8, seed) for seed in (k, 100 + k)] for k in range(60)]

    ties = [compare(*pair)["is_tie"] for pair in pairs]

    # At most one in twenty is told apart by chance: three of sixty, and hardly ever nine.
    assert sum(ties) >= 52


def test_the_same_model_twice_is_a_tie():
    truth = np.random.default_rng(4).normal(size=50)
    judged = Judged("regression", truth, truth + 0.1)

    found = compare(judged, judged)

    assert found["is_tie"]
    assert [line["difference"] for line in found["lines"]] == [0, 0]


def test_areas_are_compared_as_delong_does():
    rng = np.random.default_rng(5)
    truth = rng.integers(0, 2, 150)
    scores = [truth + rng.normal(0, 1.2, 150), truth + rng.normal(0, 2.5, 150)]
    squashed = [1 / (1 + np.exp(-each)) for each in scores]
    one, other = (
        Judged("classification", truth, np.stack([1 - each, each], axis=1), ("n", "y"))
        for each in squashed
    )
    placements = []
    for each in scores:
        before = each[truth == 1][:, None] > each[truth == 0]
        placements.append((before.mean(axis=1), before.mean(axis=0)))
    spread = sum(
        (placements[0][side] - placements[1][side]).var(ddof=1) / len(placements[0][side])
        for side in (0, 1)
    )
    difference = placements[1][0].mean() - placements[0][0].mean()

    line = next(line for line in compare(one, other)["lines"] if line["id"] == "auc")

    assert line["difference"] == pytest.approx(difference)
    # Degrees of freedom are counted in another way, and t stands for the normal.
    normal = 2 * stats.norm.sf(abs(difference) / spread**0.5)
    assert line["p_value"] == pytest.approx(normal, rel=0.15)
