"""One curve for many classes."""

import pytest

from armillary.capabilities.training.panels import one_curve


def test_the_curve_of_many_classes_is_the_mean_of_those_that_the_rows_hold():
    roc = {
        "classes": ["a", "b", "c"],
        "fpr": [[0.0, 0.0, 1.0], [0.0, 1.0], []],
        "tpr": [[0.0, 1.0, 1.0], [0.0, 1.0], []],
        "auc": [1.0, 0.5, None],
    }

    curve = one_curve(roc)

    assert curve is not None
    assert curve["auc"] == 0.75
    # The mean of a perfect class and of a guessed one, at a rate of a half.
    assert curve["tpr"][curve["fpr"].index(0.5)] == pytest.approx((1.0 + 0.5) / 2)
    assert (curve["fpr"][0], curve["tpr"][0]) == (0.0, 0.0)
    assert (curve["fpr"][-1], curve["tpr"][-1]) == (1.0, 1.0)
