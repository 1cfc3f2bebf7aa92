"""Every score against scikit-learn or a case done by hand."""

import numpy as np
import pytest
from sklearn import metrics

from armillary.base.errors import Invalid
from armillary.learning.scores import Judged, judge_rows, judged_of
from armillary.learning.scores.baselines import Known
from armillary.learning.scores.families import all_families
from armillary.learning.scores.families.ranking import roc_area
from armillary.learning.scores.intervals import variance_of_mean

# Both compute in double precision, in another order of the same sums.
SAME = 1e-9


def table_of(judged: Judged) -> dict[str, dict[str, object]]:
    return {line["id"]: line for line in judge_rows(judged)["table"]}


def three_classes(rows: int = 400) -> Judged:
    rng = np.random.default_rng(5)
    truth = rng.choice(3, rows, p=[0.6, 0.3, 0.1])
    output = rng.dirichlet([1, 1, 1], rows) + 0.5 * np.eye(3)[truth]
    return Judged(
        "classification", truth, output / output.sum(axis=1, keepdims=True), ("a", "b", 3)
    )


def two_classes(rows: int = 300, seed: int = 6) -> Judged:
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, 2, rows)
    second = np.clip(0.3 * truth + 0.5 * rng.random(rows), 0.01, 0.99).round(2)  # with ties
    return Judged("classification", truth, np.stack([1 - second, second], axis=1), ("no", "yes"))


def numbers(rows: int = 200) -> Judged:
    rng = np.random.default_rng(7)
    truth = rng.normal(10, 3, rows)
    return Judged("regression", truth, truth + rng.normal(0.2, 1, rows), n_features=4)


def test_classes_are_judged_as_scikit_learn_does():
    judged = three_classes()
    truth, said, output = judged.truth, judged.predicted, judged.output

    found = {name: line["value"] for name, line in table_of(judged).items()}

    expected = {
        "accuracy": metrics.accuracy_score(truth, said),
        "balanced_accuracy": metrics.balanced_accuracy_score(truth, said),
        "matthews": metrics.matthews_corrcoef(truth, said),
        "kappa": metrics.cohen_kappa_score(truth, said),
        "log_loss": metrics.log_loss(truth, output),
        "brier": metrics.brier_score_loss(truth, output, scale_by_half=False),
        "auc": metrics.roc_auc_score(truth, output, multi_class="ovr"),
        "average_precision": metrics.average_precision_score(np.eye(3)[truth], output),
    }
    for mean in ("macro", "micro", "weighted"):
        expected |= {
            f"precision_{mean}": metrics.precision_score(truth, said, average=mean),
            f"recall_{mean}": metrics.recall_score(truth, said, average=mean),
            f"f1_{mean}": metrics.f1_score(truth, said, average=mean),
        }
    assert {name: found[name] for name in expected} == pytest.approx(expected, abs=SAME)


def test_two_classes_with_ties_are_judged_as_scikit_learn_does():
    judged = two_classes()
    truth, second = judged.truth, judged.output[:, 1]

    found = {name: line["value"] for name, line in table_of(judged).items()}

    assert found["auc"] == pytest.approx(metrics.roc_auc_score(truth, second), abs=SAME)
    assert found["average_precision"] == pytest.approx(
        metrics.average_precision_score(truth, second), abs=SAME
    )
    assert found["brier"] == pytest.approx(metrics.brier_score_loss(truth, second), abs=SAME)
    classes = {(line["id"], line["of"]): line for line in judge_rows(judged)["classes"]}
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(truth, judged.predicted)
    for place, name in enumerate(("no", "yes")):
        assert classes["precision", name]["value"] == pytest.approx(precision[place], abs=SAME)
        assert classes["recall", name]["value"] == pytest.approx(recall[place], abs=SAME)
        assert classes["f1", name]["value"] == pytest.approx(f1[place], abs=SAME)


def test_numbers_are_judged_as_scikit_learn_does():
    judged = numbers()
    truth, said = judged.truth, judged.output

    found = {name: line["value"] for name, line in table_of(judged).items()}

    r2 = metrics.r2_score(truth, said)
    assert found == pytest.approx(
        {
            "mse": metrics.mean_squared_error(truth, said),
            "rmse": metrics.root_mean_squared_error(truth, said),
            "mae": metrics.mean_absolute_error(truth, said),
            "median_error": metrics.median_absolute_error(truth, said),
            "mean_error": (said - truth).mean(),
            "pinball_10": metrics.mean_pinball_loss(truth, said, alpha=0.1),
            "pinball_90": metrics.mean_pinball_loss(truth, said, alpha=0.9),
            "r2": r2,
            "adjusted_r2": 1 - (1 - r2) * 199 / 195,
        },
        abs=SAME,
    )


def test_intervals_done_by_hand():
    truth = np.repeat([0, 1], [10, 10])
    second = np.where(np.arange(20) % 10 < 9, truth, 1 - truth).astype(float)
    judged = Judged("classification", truth, np.stack([1 - second, second], axis=1), ("a", "b"))

    accuracy = table_of(judged)["accuracy"]

    # Wilson's bounds of 18 in 20 as R's prop.test(18, 20, correct = FALSE) prints them.
    assert accuracy["value"] == 0.9
    assert (accuracy["low"], accuracy["high"]) == pytest.approx((0.69896, 0.97213), abs=1e-5)


def test_the_spread_of_an_area_is_delongs():
    """Against the covariance of DeLong and others, computed pair by pair."""
    judged = two_classes(80)
    positive, negative = (judged.output[judged.truth == side, 1] for side in (1, 0))
    before = (positive[:, None] > negative) + 0.5 * (positive[:, None] == negative)
    variance = before.mean(axis=1).var(ddof=1) / len(positive)
    variance += before.mean(axis=0).var(ddof=1) / len(negative)
    area = roc_area(judged.truth == 1, judged.output[:, 1], None)

    # Rows of both sides are counted together once more: 80 of 79.
    assert variance_of_mean(area.influence, None)[0] == pytest.approx(variance * 80 / 79)


def test_rows_of_one_group_count_as_one():
    judged = two_classes(60)
    thrice = Judged(
        "classification",
        np.repeat(judged.truth, 3),
        np.repeat(judged.output, 3, axis=0),
        judged.classes,
        groups=np.repeat(np.arange(60), 3),
    )
    blind = Judged("classification", thrice.truth, thrice.output, thrice.classes)

    alone, grouped, seeming = (table_of(each) for each in (judged, thrice, blind))

    def width(line):
        return line["high"] - line["low"]

    for name, line in grouped.items():
        if name == "calibration_error":
            continue  # more rows are put into more bins
        assert line["value"] == pytest.approx(alone[name]["value"], abs=SAME), name
        assert line["method"].endswith("by groups"), name
    for name in ("accuracy", "log_loss", "auc", "f1_macro", "brier"):
        # Student's t beside the normal, and pseudo-rows shared by thrice as many: some percent.
        assert width(grouped[name]) == pytest.approx(width(alone[name]), rel=0.06), name
        assert width(seeming[name]) < 0.7 * width(alone[name]), name


def test_well_calibrated_probabilities_have_no_calibration_error_that_chance_would_not_show():
    rng = np.random.default_rng(8)
    second = rng.random(3_000)
    for stated, low, high in ((second, 0.0, 0.01), (second**2, 0.08, 0.25)):
        truth = (rng.random(3_000) < second).astype(int)
        output = np.stack([1 - stated, stated], axis=1)

        line = table_of(Judged("classification", truth, output, (0, 1)))["calibration_error"]

        assert low <= line["value"] <= high
        assert line["low"] <= line["value"] <= line["high"]


@pytest.mark.parametrize("n_classes", [2, 3])
def test_losses_that_hang_on_one_row_reach_no_further_than_losses_go(n_classes):
    truth = np.arange(60) % n_classes
    output = np.full((60, n_classes), 1e-3) + np.eye(n_classes)[truth]
    output[0] = np.eye(n_classes)[1] + 1e-14  # sure, and wrong
    output /= output.sum(axis=1, keepdims=True)

    found = table_of(Judged("classification", truth, output, tuple(range(n_classes))))

    assert found["log_loss"]["value"] < found["log_loss"]["high"] <= -np.log(1e-15)
    assert found["brier"]["value"] < found["brier"]["high"] <= n_classes - 1


def test_a_test_part_of_one_class_is_told_and_not_made_up():
    judged = Judged("classification", np.zeros(40, int), np.tile([0.9, 0.1], (40, 1)), ("a", "b"))

    block = judge_rows(judged)

    table = {line["id"]: line for line in block["table"]}
    assert table["auc"]["value"] is None
    assert "one class only" in table["auc"]["note"]
    assert table["accuracy"]["value"] == 1.0
    assert table["accuracy"]["low"] < 0.95
    assert any("no row of b" in warning for warning in block["warnings"])
    over_classes = ("balanced_accuracy", "matthews", "kappa", "recall_macro", "f1_macro")
    assert [table[name]["value"] for name in over_classes] == [None] * len(over_classes)
    assert "all of one class" in table["kappa"]["note"]


def test_predictions_that_cannot_be_judged_are_refused():
    truth = np.array([0, 1, 1])
    with pytest.raises(Invalid, match="1 of 3 test rows") as nan:
        judged_of(truth, np.array([[0.5, 0.5], [np.nan, 1], [0, 1]]), ("a", "b"))
    with pytest.raises(Invalid, match="below 0"):
        judged_of(truth, np.array([[0.5, 0.5], [-1, 2], [0, 1]]), ("a", "b"))

    judged, warnings = judged_of(truth, np.array([[1, 1], [0.2, 0.8], [0, 1.0]]), ("a", "b"))

    assert nan.value.code == "predictions_not_finite"
    assert judged.output.sum(axis=1) == pytest.approx([1, 1, 1])
    assert "1 of 3 test rows" in warnings[0]


def test_what_a_number_is_worth_is_told_by_the_baselines():
    rng = np.random.default_rng(9)
    judged = two_classes(200)
    target = rng.integers(0, 2, 500)
    features = rng.normal(size=(500, 3))
    features[:, 1] += 3 * target
    seen = rng.normal(size=(200, 3))
    seen[:, 1] += 3 * judged.truth

    block = judge_rows(judged, Known(features, target, ("x", "told", "z"), seen))

    accuracy = next(line for line in block["table"] if line["id"] == "accuracy")
    most = np.bincount(target).argmax()
    assert accuracy["baseline"] == pytest.approx((judged.truth == most).mean())
    assert accuracy["one_column"] > 0.85
    assert block["baselines"]["one_column"].startswith("told alone")


def test_every_score_has_a_name_bounds_and_words_and_nobody_else_has_its_id():
    scores = [score for family in all_families().values() for score in family.scores]

    assert len({score.id for score in scores}) == len(scores)
    for score in scores:
        assert score.name
        assert score.reads.endswith(".")


@pytest.mark.parametrize("right", [40, 39, 21, 0])
def test_every_interval_holds_its_own_value(right: int):
    truth = np.arange(40) % 2
    sure = np.where(np.arange(40) < right, truth, 1 - truth)
    judged, _ = judged_of(truth, np.stack([1.0 - sure, sure], axis=1), ["a", "b"])

    told = judge_rows(judged)

    lines = [line for line in (*told["table"], *told["classes"]) if line["low"] is not None]
    assert lines
    assert [one["id"] for one in lines if not one["low"] <= one["value"] <= one["high"]] == []
