"""What is said of the errors of a regression."""

import numpy as np
import pytest
from scipy import stats

from armillary.learning.metrics import evaluate
from armillary.learning.metrics.residuals import diagnose_residuals


def _values(seed, rows=400):
    rng = np.random.default_rng(seed)
    return rng, rng.uniform(10, 100, rows)


def test_plain_noise_is_called_plain_noise():
    rng, output = _values(1)

    found = diagnose_residuals(output + rng.normal(2.0, 3.0, 400), output)

    assert found["mean"] == pytest.approx(2.0, abs=0.4)
    assert found["std"] == pytest.approx(3.0, abs=0.4)
    assert min(found["normality"]["p_value"], found["even_spread"]["p_value"]) > 0.05
    assert sum(found["histogram"]["counts"]) == 400
    beside = found["quantiles"]
    assert np.corrcoef(beside["normal"], beside["residual"])[0, 1] > 0.99


def test_errors_that_grow_with_the_prediction_are_noticed():
    rng, output = _values(2)

    found = diagnose_residuals(output + rng.normal(0, 1, 400) * output / 10, output)

    assert found["even_spread"]["p_value"] < 1e-6
    assert "grow or shrink" in found["even_spread"]["says"]


def test_skewed_errors_are_noticed():
    rng, output = _values(3)

    found = diagnose_residuals(output + rng.exponential(2.0, 400), output)

    assert found["skewness"] > 1
    assert found["normality"]["p_value"] < 1e-6


def test_the_spread_test_is_the_textbook_one():
    rng, output = _values(4, 60)
    residuals = rng.normal(0, 1, 60) * output
    squares = (residuals - residuals.mean()) ** 2
    line = stats.linregress(output, squares)

    found = diagnose_residuals(output + residuals, output)

    assert found["even_spread"]["statistic"] == pytest.approx(60 * line.rvalue**2)


@pytest.mark.parametrize("target", [[1.0, 2.0, 3.0], [5.0] * 20])
def test_too_few_or_no_errors_say_nothing(target):
    target = np.array(target)
    output = np.full(len(target), 5.0)

    assert diagnose_residuals(target, output) is None
    assert evaluate(target, output, None)["residuals"] is None
