"""Categories with many values, told apart by what the target is like among their rows."""

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.preprocessing import TargetEncoder

from armillary.learning.contract import Encoding, Task
from armillary.learning.fit import fit
from armillary.learning.preprocess import Preprocess
from armillary.learning.preprocess.means import Guide, told_by_others

MEANS = Encoding(categories="means")
ROWS = 600


def _table(n_values: int = 40) -> tuple[pd.DataFrame, np.ndarray]:
    """Give zones, each with a worth of its own, and what comes of them."""
    rng = np.random.default_rng(0)
    zones = np.append(np.arange(n_values), rng.integers(0, n_values, ROWS - n_values))
    worth = rng.normal(size=n_values)[zones]
    frame = pd.DataFrame({"zone": [f"zone {zone}" for zone in zones]})
    frame.loc[::50, "zone"] = None
    return frame, worth + rng.normal(size=ROWS) / 2


def _places(frame: pd.DataFrame) -> np.ndarray:
    return pd.factorize(frame["zone"])[0][:, None]


def test_rows_are_told_what_scikit_learn_s_encoder_tells_them():
    frame, target = _table()
    guide = Guide(target, 0)
    folds = KFold(5, shuffle=True, random_state=0)
    peer = TargetEncoder(target_type="continuous", cv=list(folds.split(frame)))

    preprocess = Preprocess.learn(frame, MEANS, guide=guide)
    learned, asked = preprocess.encode(frame, guide=guide), preprocess.encode(frame)

    assert preprocess.output_names() == ("zone: mean", "zone: frequency")
    assert np.allclose(learned[:, 0], peer.fit_transform(_places(frame), target)[:, 0])
    assert np.allclose(asked[:, 0], peer.transform(_places(frame))[:, 0])


def test_each_of_several_classes_has_its_share():
    frame, target = _table()
    classes = np.digitize(target, [-0.5, 0.5])
    guide = Guide(classes, 3)
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    peer = TargetEncoder(target_type="multiclass", cv=list(folds.split(frame, classes)))

    preprocess = Preprocess.learn(frame, MEANS, guide=guide)

    expected = peer.fit(_places(frame), classes).transform(_places(frame))
    assert preprocess.output_names()[:3] == ("zone: mean 1", "zone: mean 2", "zone: mean 3")
    assert np.allclose(preprocess.encode(frame)[:, :3], expected)
    assert preprocess.encode(frame, guide=guide).shape == (ROWS, 4)


def test_what_was_never_seen_is_told_the_mean_of_all():
    frame, target = _table()
    preprocess = Preprocess.learn(frame, MEANS, guide=Guide(target, 0))

    (of_table,) = preprocess.encode(pd.DataFrame({"zone": ["elsewhere"]}))
    (of_form,) = preprocess.encode_rows([{"zone": "elsewhere"}])

    assert of_table.tolist() == of_form.tolist() == [pytest.approx(target.mean()), 0.0]


def test_chance_tells_a_row_nothing_of_its_own_target():
    rng = np.random.default_rng(1)
    codes, target = rng.integers(0, 150, ROWS), rng.normal(size=ROWS)

    told = told_by_others(codes, Guide(target, 0))[:, 0]

    # A hundredth of chance alone would be 0.1 away from nothing.
    assert np.corrcoef(told, target)[0, 1] < 0.1


def test_rows_of_a_group_tell_each_other_nothing():
    groups = np.repeat(np.arange(60), 10)
    target = np.random.default_rng(2).normal(size=60)[groups]

    alone = told_by_others(groups, Guide(target, 0))[:, 0]
    apart = told_by_others(groups, Guide(target, 0, groups))[:, 0]

    assert np.corrcoef(alone, target)[0, 1] > 0.9
    assert np.corrcoef(apart, target)[0, 1] < 0.1


def test_it_is_stored_and_read_as_it_was():
    frame, target = _table()
    preprocess = Preprocess.learn(frame, MEANS, guide=Guide(target, 0))

    read = Preprocess.from_json(preprocess.to_json())

    assert read == preprocess
    assert np.array_equal(read.encode(frame), preprocess.encode(frame))


@pytest.mark.parametrize(
    ("n_values", "guide"),
    [
        (20, lambda target: Guide(target, 0)),
        (40, lambda target: Guide(np.arange(ROWS) % 11, 11)),
        (40, lambda target: Guide((np.arange(ROWS) < 4).astype(int), 2)),
        (40, lambda target: Guide(target, 0, np.arange(ROWS) % 4)),
        (40, lambda target: None),
    ],
)
def test_few_values_many_classes_and_too_little_to_tell_stay_flags(n_values, guide):
    frame, target = _table(n_values)
    given = guide(target)
    given = given if given is not None and given.is_enough() else None

    preprocess = Preprocess.learn(frame, MEANS, guide=given)

    assert not preprocess.is_told_by_means()
    assert preprocess.output_names() == Preprocess.learn(frame, Encoding()).output_names()


@pytest.mark.parametrize("algorithm", ["extra_trees", "k_nearest_neighbors", "linear_regression"])
def test_means_know_more_of_many_places_than_flags_do(algorithm):
    frame, target = _table(n_values=120)
    frame["price"] = target

    def r2(how: str) -> float:
        params = {"many_categories": how}
        *_, last = fit(frame, Task("regression", "price"), algorithm, params, seed=0)
        return float(last.evaluation["overall_metrics"]["r2"])

    assert r2("means") > r2("flags") + 0.1
