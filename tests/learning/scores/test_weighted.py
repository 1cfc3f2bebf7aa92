"""Scores of rows that count differently: against scikit-learn, by hand, and their intervals."""

from dataclasses import replace

import numpy as np
import pytest
from sklearn import metrics

from armillary.learning.scores import Judged, judge_rows
from armillary.learning.scores.block import estimates
from armillary.learning.scores.intervals import witnesses_of
from armillary.learning.scores.paired import compare

# Both compute in double precision, in another order of the same sums.
SAME = 1e-9


def classes(rows: int = 300, seed: int = 5) -> Judged:
    rng = np.random.default_rng(seed)
    truth = rng.choice(3, rows, p=[0.6, 0.3, 0.1])
    output = rng.dirichlet([1, 1, 1], rows).round(2) + 0.5 * np.eye(3)[truth]  # with ties
    output /= output.sum(axis=1, keepdims=True)
    weights = rng.uniform(0.2, 4, rows)
    return Judged("classification", truth, output, ("a", "b", "c"), weights=weights)


def numbers(rows: int = 200) -> Judged:
    rng = np.random.default_rng(7)
    truth = rng.normal(10, 3, rows)
    output = truth + rng.normal(0.2, 1, rows)
    return Judged("regression", truth, output, n_features=4, weights=rng.uniform(0.2, 4, rows))


def lines_of(judged: Judged) -> dict[str, dict[str, float]]:
    return {line["id"]: line for line in judge_rows(judged)["table"]}


def test_classes_are_weighed_as_scikit_learn_does():
    judged = classes()
    truth, said, output, by = judged.truth, judged.predicted, judged.output, judged.weights
    assert by is not None

    found = {name: line["value"] for name, line in lines_of(judged).items()}

    expected = {
        "accuracy": metrics.accuracy_score(truth, said, sample_weight=by),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, said, sample_weight=by),
        "matthews": metrics.matthews_corrcoef(truth, said, sample_weight=by),
        "kappa": metrics.cohen_kappa_score(truth, said, sample_weight=by),
        "log_loss": metrics.log_loss(truth, output, sample_weight=by),
        "auc": metrics.roc_auc_score(truth, output, multi_class="ovr", sample_weight=by),
        "average_precision": metrics.average_precision_score(
            np.eye(3)[truth], output, sample_weight=by
        ),
    }
    for mean in ("macro", "weighted"):
        expected |= {
            f"precision_{mean}": metrics.precision_score(
                truth, said, average=mean, sample_weight=by
            ),
            f"f1_{mean}": metrics.f1_score(truth, said, average=mean, sample_weight=by),
        }
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=SAME)


def test_numbers_are_weighed_as_scikit_learn_does():
    judged = numbers()
    truth, said, by = judged.truth, judged.output, judged.weights

    found = {name: line["value"] for name, line in lines_of(judged).items()}

    expected = {
        "mse": metrics.mean_squared_error(truth, said, sample_weight=by),
        "mae": metrics.mean_absolute_error(truth, said, sample_weight=by),
        "mean_error": float(np.average(said - truth, weights=by)),
        "pinball_10": metrics.mean_pinball_loss(truth, said, alpha=0.1, sample_weight=by),
        "r2": metrics.r2_score(truth, said, sample_weight=by),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=SAME)


@pytest.mark.parametrize("judged", [classes(), numbers()])
def test_rows_that_all_weigh_two_are_scored_as_rows_that_weigh_nothing_else(judged):
    alike = replace(judged, weights=np.full(len(judged), 2.0))
    plain = replace(judged, weights=None)

    weighed, counted = lines_of(alike), lines_of(plain)

    for name, line in counted.items():
        # By weight a quantile is a value of a row, and bounds are Student's beside the normal's.
        near = 0.02 if name == "median_error" else SAME
        assert weighed[name]["value"] == pytest.approx(line["value"], abs=near), name
        width = line["high"] - line["low"]
        assert weighed[name]["high"] - weighed[name]["low"] == pytest.approx(width, rel=0.05), name


def test_an_interval_by_weight_done_by_hand():
    """Of ten rows the two heaviest, of weight 4, were wrong; eight of weight 1 were right.

    The share is 8 of 16, as many witnesses as (16)² / (8 + 2 · 16) = 6.4 rows of one weight; what
    varies is each weight times its distance from the share, all 0.5: 10/9 · (8 · 0.25 + 2 · 4) /
    16² = 0.0434, which 0.25 / 0.0434 = 5.76 witnesses would have. Wilson's bounds of that with
    Student's t of 4.76 degrees of freedom.
    """
    truth = np.zeros(10, dtype=int)
    wrong = np.array([0] * 8 + [1] * 2)
    output = np.stack([1.0 - wrong, wrong.astype(float)], axis=1)
    weights = np.array([1.0] * 8 + [4.0] * 2)
    judged = Judged("classification", truth, output, ("a", "b"), weights=weights)

    found = next(each for score, each in estimates(judged) if score.id == "accuracy")

    assert witnesses_of(weights, 10) == pytest.approx(6.4)
    square = 2.6088**2  # Student's t of 4.76 degrees of freedom, 97.5 %
    reach = 2.6088 * (0.25 / 5.76 + square / (4 * 5.76**2)) ** 0.5 / (1 + square / 5.76)
    assert found.value == pytest.approx(0.5)
    assert found.interval is not None
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (0.5 - reach, 0.5 + reach), abs=2e-3
    )


def test_intervals_by_weight_hold_the_value_of_all_rows():
    rng = np.random.default_rng(1)
    ids = ("accuracy", "log_loss", "auc", "balanced_accuracy")
    whole = {score.id: each.value for score, each in estimates(drawn(rng, 100_000))
             if each.of is None}  # fmt: skip

    held: dict[str, list[bool]] = {name: [] for name in ids}
    for _ in range(120):
        for score, each in estimates(drawn(rng, 200)):
            if each.of is None and score.id in held and each.interval is not None:
                value = whole[score.id]
                held[score.id].append(each.interval.low <= value <= each.interval.high)

    # Of 120 draws at 95 % fewer than 106 are held once in a thousand times.
    assert {name: sum(found) >= 106 for name, found in held.items()} == dict.fromkeys(ids, True)


def drawn(rng: np.random.Generator, rows: int) -> Judged:
    """Rows of which a third counts five times, and is harder."""
    is_hard = rng.random(rows) < 0.3
    x = rng.normal(size=rows)
    truth = (rng.random(rows) < 1 / (1 + np.exp(-np.where(is_hard, 0.7, 2.0) * x))).astype(int)
    second = 1 / (1 + np.exp(-1.5 * x))
    weights = np.where(is_hard, 5.0, 1.0) * rng.uniform(0.5, 1.5, rows)
    output = np.stack([1 - second, second], axis=1)
    return Judged("classification", truth, output, ("a", "b"), weights=weights)


def test_two_models_are_compared_by_weight():
    one = classes()
    other = replace(one, output=np.roll(one.output, 1, axis=1))

    lines = {line["id"]: line for line in compare(one, other)["lines"]}

    values = lines_of(one)
    assert lines["accuracy"]["one"] == pytest.approx(values["accuracy"]["value"])
    assert lines["log_loss"]["one"] == pytest.approx(values["log_loss"]["value"])
    assert lines["accuracy"]["method"] == "paired t"


def test_thresholds_count_rows_by_their_weights():
    second = np.array([0.2, 0.4, 0.6, 0.8])
    judged = Judged(
        "classification",
        np.array([0, 1, 0, 1]),
        np.stack([1 - second, second], axis=1),
        ("no", "yes"),
        weights=np.array([1.0, 2.0, 0.5, 4.0]),
    )

    found = judge_rows(judged)["curves"]["thresholds"]

    at = found["threshold"].index(0.5)
    assert (found["positives"], found["negatives"]) == (6.0, 1.5)
    assert (found["true_positives"][at], found["false_positives"][at]) == (4.0, 0.5)
    assert (found["true_positives"][-1], found["false_positives"][-1]) == (0.0, 0.0)
