"""Splitting rows into training, validation and test part."""

from itertools import chain

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from armillary.base.errors import Invalid
from armillary.learning.split import Shares, Split, split_rows


def _split(target, *, classes=True, groups=None, seed=0, shares=None) -> Split:
    rng = np.random.default_rng(seed)
    return split_rows(
        np.asarray(target), classes=classes, shares=shares or Shares(), rng=rng, groups=groups
    )


def _parts(split: Split) -> list[list[int]]:
    return [split.train.tolist(), split.validation.tolist(), split.test.tolist()]


def test_classes_have_equal_shares_in_every_part():
    target = np.repeat([0, 1, 2], [700, 200, 100])

    split = _split(target)

    assert split.sizes() == {"train": 700, "validation": 150, "test": 150}
    for rows, share in ((split.train, 0.7), (split.validation, 0.15), (split.test, 0.15)):
        assert np.abs(np.bincount(target[rows]) - share * np.array([700, 200, 100])).max() <= 1


@given(
    st.lists(st.integers(2, 12), min_size=2, max_size=8).filter(lambda counts: sum(counts) >= 10),
    st.integers(0, 2**32),
)
@settings(max_examples=200, deadline=None)
def test_every_row_is_in_one_part_and_every_class_is_trained(counts, seed):
    target = np.random.default_rng(seed).permutation(np.repeat(np.arange(len(counts)), counts))

    split = _split(target, seed=seed)

    assert sorted(chain(*_parts(split))) == list(range(len(target)))
    assert set(target[split.train]) == set(range(len(counts)))
    assert min(split.sizes().values()) >= 1


def test_the_same_seed_gives_the_same_split_and_another_one_another():
    target = np.arange(100.0)

    first, second, other = (_split(target, classes=False, seed=seed) for seed in (1, 1, 2))

    assert _parts(first) == _parts(second) != _parts(other)
    assert first.sizes() == {"train": 70, "validation": 15, "test": 15}


@given(st.integers(3, 40), st.integers(0, 2**32))
@settings(max_examples=100, deadline=None)
def test_rows_of_a_group_stay_together(n_groups, seed):
    rng = np.random.default_rng(seed)
    groups = np.concatenate([np.arange(n_groups), rng.integers(0, n_groups, 200)])

    split = _split(rng.normal(size=len(groups)), classes=False, groups=groups, seed=seed)

    found = [set(groups[rows]) for rows in (split.train, split.validation, split.test)]
    assert all(found)
    assert sum(map(len, found)) == n_groups


def test_grouped_parts_come_near_their_shares():
    rng = np.random.default_rng(0)
    groups = rng.integers(0, 100, 2000)
    target = (rng.random(100) < 0.3).astype(int)[groups]

    sizes = _split(target, groups=groups).sizes()

    assert abs(sizes["train"] - 1400) < 60
    assert abs(sizes["validation"] - 300) < 60


def test_too_few_groups_are_refused():
    with pytest.raises(Invalid, match="2 different values"):
        _split(np.zeros(20, dtype=int), groups=np.repeat([0, 1], 10))


@pytest.mark.parametrize("share", [0.0, -0.1, 0.5, float("nan")])
def test_shares_out_of_range_are_refused(share):
    with pytest.raises(Invalid, match="share must be in"):
        Shares(validation=share)
