"""How much a column tells of the target by itself."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import spearmanr

from armillary.learning.plane.telling import telling


@pytest.fixture
def rows():
    chance = np.random.default_rng(1)
    frame = pd.DataFrame(chance.normal(size=(300, 3)), columns=["a", "b", "c"])
    return frame.assign(same=1.0, ties=np.arange(300) % 4)


def test_of_numbers_it_is_the_squared_rank_correlation(rows):
    target = rows["a"] + 0.5 * rows["b"] ** 3

    told = telling(rows, list(rows.columns), target.to_numpy(), is_class=False)

    for name in ("a", "b", "c", "ties"):
        assert told[name] == pytest.approx(spearmanr(rows[name], target).statistic ** 2)
    assert told["same"] == 0.0


def test_of_classes_it_is_the_part_of_the_variance_between_them(rows):
    target = (rows["a"] > 0).to_numpy().astype(int) + (rows["a"] > 1)

    told = telling(rows, ["a", "c"], target.to_numpy(), is_class=True)

    ranks = rows["a"].rank()
    between = sum(
        len(part) * (part.mean() - ranks.mean()) ** 2 for _, part in ranks.groupby(target)
    )
    assert told["a"] == pytest.approx(between / ((ranks - ranks.mean()) ** 2).sum())
    assert told["c"] < 0.05


def test_gaps_tell_nothing(rows):
    target = rows["a"].to_numpy()
    gappy = rows.assign(a=rows["a"].where(np.arange(300) % 2 == 0), c=np.nan)

    told = telling(gappy, ["a", "b", "c"], target, is_class=False)

    assert 0.1 < told["a"] < 0.9
    assert told["c"] == 0.0
