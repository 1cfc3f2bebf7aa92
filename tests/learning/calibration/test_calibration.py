"""Calibrated probabilities: against scikit-learn, and what is kept of them."""

import numpy as np
import pandas as pd
import pytest
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.calibration import CalibratedClassifierCV
from sklearn.frozen import FrozenEstimator

from armillary.base.errors import Invalid
from armillary.learning import bundle, calibration
from armillary.learning.calibration.curves import least_sure, log_odds
from armillary.learning.calibration.judged import judge_calibration
from armillary.learning.calibration.predictor import FILE, uncalibrated
from armillary.learning.contract import State, Task
from armillary.learning.fit import fit
from armillary.learning.scores import Judged

TASK = Task("classification", "y", ("a", "b"))


class Stating(ClassifierMixin, BaseEstimator):
    """An estimator that says what it is given, by the words that scikit-learn asks in."""

    def __init__(self, classes: int) -> None:
        self.classes_ = np.arange(classes)

    def fit(self, rows, truth):
        return self

    def predict_proba(self, rows):
        return rows

    def predict(self, rows):
        return rows.argmax(axis=1)


class StatingOdds(Stating):
    """The same, with the log odds as its decision."""

    def decision_function(self, rows):
        odds = log_odds(rows)
        return odds[:, 1] if rows.shape[1] == 2 else odds


def overconfident(classes: int, rows: int = 600, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Rows whose classes come by probabilities that are stated three times as surely."""
    rng = np.random.default_rng(seed)
    scores = rng.normal(size=(rows, classes))
    true = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    truth = np.array([rng.choice(classes, p=row) for row in true])
    stated = np.exp(3 * scores) / np.exp(3 * scores).sum(axis=1, keepdims=True)
    return truth, stated


# What is frozen has nothing to weigh; the calibration is all there is.
@pytest.mark.filterwarnings("ignore:Since FrozenEstimator does not appear")
@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("method", ["sigmoid", "isotonic", "temperature"])
@pytest.mark.parametrize("is_weighted", [False, True])
def test_probabilities_are_those_of_scikit_learn(classes, method, is_weighted):
    truth, stated = overconfident(classes)
    _, fresh = overconfident(classes, seed=1)
    weights = np.random.default_rng(2).uniform(0.2, 3, len(truth)) if is_weighted else None

    ours = calibration.learn(method, truth, stated, weights).apply(fresh)

    estimator = StatingOdds(classes) if method == "sigmoid" else Stating(classes)
    theirs = CalibratedClassifierCV(FrozenEstimator(estimator), method=method)
    theirs.fit(stated, truth, sample_weight=weights)
    # Theirs of the sigmoid stops where a slope is 1e-6; a curve of ours is never surer than so
    # many rows can tell, which dividing by the sum of the classes passes on to each.
    unsure = 2 * classes * least_sure(len(truth))
    near = {"sigmoid": 2e-5, "temperature": 1e-6, "isotonic": unsure}[method]
    assert ours == pytest.approx(theirs.predict_proba(fresh), abs=near)
    assert ours.sum(axis=1) == pytest.approx(np.ones(len(fresh)))


def test_overconfidence_is_found_and_taken_back():
    truth, stated = overconfident(3, 3000)
    found = calibration.learn("temperature", truth, stated)

    told = judge_calibration(
        found,
        *(Judged("classification", *rows, ("a", "b", "c")) for rows in both(found)),
    )

    assert found.temperature == pytest.approx(3, rel=0.1)  # as it was made
    assert told["verdict"] == "better"
    assert told["after"]["calibration_error"]["value"] < told["before"]["calibration_error"]["low"]
    assert told["after"]["log_loss"]["high"] < told["before"]["log_loss"]["low"]
    assert len(told["before"]["bins"]) == len(told["after"]["bins"]) == 15


def both(found):
    truth, stated = overconfident(3, 2000, seed=4)
    return (truth, stated), (truth, found.apply(stated))


def test_a_calibration_of_another_world_is_said_to_make_it_worse():
    truth, stated = overconfident(3, 1000)
    upside_down = calibration.learn("sigmoid", (truth + 1) % 3, stated)

    told = judge_calibration(
        upside_down,
        *(Judged("classification", *rows, ("a", "b", "c")) for rows in both(upside_down)),
    )

    assert told["verdict"] == "worse"
    assert any("worse" in note for note in told["notes"])


def test_calibration_is_written_and_read_back_and_damage_is_seen():
    truth, stated = overconfident(4, 200)
    for method in ("sigmoid", "isotonic", "temperature"):
        found = calibration.learn(method, truth, stated)
        assert calibration.Calibration.from_json(found.to_json()) == found
    written = calibration.learn("isotonic", truth, stated).to_json()
    for wrong in (
        {"method": "pickle"},
        {"curves": written["curves"][:2]},
        {"curves": [{"at": [0.5, 0.1], "value": [0, 1]}] * 4},
        {"curves": [{"at": [0.1, 0.5], "value": [0, 7]}] * 4},
        {"curves": [{"slope": float("nan"), "intercept": 0}] * 4},
    ):
        with pytest.raises(Invalid, match="not sound"):
            calibration.Calibration.from_json(written | wrong)


def test_too_few_rows_and_one_class_are_refused():
    truth, stated = overconfident(2, 60)

    for method, rows in (("sigmoid", 19), ("isotonic", 60)):
        with pytest.raises(Invalid, match="needs at least"):
            calibration.learn(method, truth[:rows], stated[:rows])
    with pytest.raises(Invalid, match="all classes but one"):
        calibration.learn("sigmoid", np.zeros(60, dtype=int), stated)


def test_a_class_that_the_rows_hardly_hold_keeps_what_it_has():
    truth, stated = overconfident(3, 300)
    kept = truth != 2

    found = calibration.learn("sigmoid", truth[kept], stated[kept])

    assert found.curves[2] is None
    assert np.isfinite(found.apply(stated)).all()


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    """Fifteen hundred rows of noise that naive Bayes takes too seriously: a column, twice."""
    rng = np.random.default_rng(3)
    a = rng.normal(size=1500)
    y = np.where(a + rng.normal(0, 1.5, 1500) > 0, "yes", "no")
    z = np.where(rng.random(1500) < 0.3, "up", "down")
    return pd.DataFrame({"a": a, "b": a + rng.normal(0, 0.01, 1500), "y": y, "z": z})


@pytest.mark.parametrize("method", ["sigmoid", "isotonic", "temperature"])
def test_a_calibrated_model_is_kept_and_says_the_same_again(frame, method, tmp_path):
    *_, last = fit(frame, TASK, "naive_bayes", {}, seed=0, calibration=method)
    *_, plain = fit(frame, TASK, "naive_bayes", {}, seed=0)
    model = last.model()

    bundle.save(model, tmp_path / "model", {})
    again = bundle.load(tmp_path / "model")

    assert again.calibration == model.calibration
    said, before = again.predict(frame).probabilities, plain.model().predict(frame).probabilities
    assert said == pytest.approx(model.calibration.apply(before))
    told = last.evaluation["calibration"]
    assert told["rows"] == last.evaluation["split"]["validation"]
    # Of so few rows a curve with many points follows chance too.
    assert told["verdict"] == ("tie" if method == "isotonic" else "better")
    lines = {line["id"]: line["value"] for line in last.evaluation["scores"]["table"]}
    assert told["after"]["log_loss"]["value"] == pytest.approx(lines["log_loss"])
    assert (tmp_path / "model" / "weights" / FILE).is_file()
    assert last.evaluation["conformal"]["holds"]


def test_changed_calibration_is_seen_by_the_proof_rows(frame, tmp_path):
    *_, last = fit(frame, TASK, "naive_bayes", {}, seed=0, calibration="temperature")
    model = last.model()
    changed = calibration.Calibration("temperature", 10, 2, temperature=9.0)
    hot = calibration.CalibratedPredictor(uncalibrated(model.predictor), changed)

    assert not np.allclose(hot.predict(np.zeros((1, 2))), model.predictor.predict(np.zeros((1, 2))))
    files = model.predictor.to_state().files
    assert bundle.load_predictor("naive_bayes", State(files)).calibration == model.calibration


def test_what_goes_first_and_several_targets_are_calibrated_too(frame, tmp_path):
    first = [{"algorithm_id": "pca", "hyperparameters": {}}]
    *_, chained = fit(frame, TASK, "naive_bayes", {}, seed=0, first=first, calibration="sigmoid")
    task = Task("classification", "y", ("a", "b"), targets=("y", "z"))
    *_, several = fit(frame, task, "naive_bayes", {}, seed=0, calibration="sigmoid")

    for number, model in enumerate((chained.model(), several.model())):
        folder = tmp_path / str(number)
        bundle.save(model, folder, {})
        again = bundle.load(folder).predict(frame.head(20))
        assert again.probabilities == pytest.approx(model.predict(frame.head(20)).probabilities)
    assert chained.model().calibration is not None
    for judged in several.evaluation["targets"].values():
        assert judged["calibration"]["is_applied"]


def test_folds_are_calibrated_as_the_model_is(frame):
    from armillary.learning.validation import Validation

    folds = Validation("k_fold", 3)
    losses = []
    for method in ("none", "sigmoid"):
        *_, last = fit(frame, TASK, "naive_bayes", {}, seed=0, validation=folds, calibration=method)
        table = last.evaluation["cross_validation"]["table"]
        losses.append(next(line["value"] for line in table if line["id"] == "log_loss"))
    assert losses[1] < losses[0]


def test_a_table_too_small_to_calibrate_by_leaves_the_model_as_it_is(frame):
    *_, last = fit(frame.head(100), TASK, "naive_bayes", {}, seed=0, calibration="isotonic")

    told = last.evaluation["calibration"]
    assert not told["is_applied"]
    assert "needs at least 100" in told["why_not"]
    assert last.model().calibration is None


def test_numbers_have_nothing_to_calibrate(frame):
    with pytest.raises(Invalid, match="Only classification"):
        list(fit(frame, Task("regression", "a", ("b",)), "linear_regression", {}, seed=0,
                 calibration="sigmoid"))  # fmt: skip
