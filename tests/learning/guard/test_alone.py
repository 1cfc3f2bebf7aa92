"""How much one column tells alone."""

import numpy as np
import pytest

from armillary.learning.guard.alone import auc, aucs


@pytest.mark.parametrize("n_classes", [2, 4])
def test_several_numbers_at_once_are_judged_as_each_is(n_classes):
    rng = np.random.default_rng(0)
    values = rng.normal(size=(5, 300)).round(1)  # with ties
    target = rng.integers(n_classes, size=300)
    target[target == 3] = np.where(np.arange((target == 3).sum()) < 4, 3, 0)  # too few to say

    found = aucs(values, target, n_classes)

    places = range(1 if n_classes == 2 else n_classes)
    one_by_one = [[auc(each, target == place) for place in places] for each in values]
    np.testing.assert_allclose(found, one_by_one, rtol=1e-12)
