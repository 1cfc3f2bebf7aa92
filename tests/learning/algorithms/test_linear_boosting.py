"""Boosted trees whose leaves hold lines."""

from itertools import islice

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import AppError
from armillary.learning import bundle
from armillary.learning.brought.boosters import check_lightgbm
from armillary.learning.contract import Contributor, Task
from armillary.learning.fit import fit
from armillary.learning.leafwise.booster import BoosterPredictor, predictor_of

TASK = Task("regression", "fare")


def _rides(count: int = 600, farthest: float = 10.0) -> pd.DataFrame:
    """Give rides whose fare grows with the way, at night by more."""
    rng = np.random.default_rng(0)
    way, night = rng.uniform(0.5, farthest, count), rng.choice(["day", "night"], count)
    fare = 3.0 + np.where(night == "night", 4.0, 2.0) * way + rng.normal(size=count) * 0.3
    return pd.DataFrame({"way": way, "when": night, "fare": fare})


def _fit(frame: pd.DataFrame, algorithm: str = "linear_boosting", **values: object):
    *_, last = fit(frame, TASK, algorithm, values, seed=0)
    return last.model()


def _rmse(model, frame: pd.DataFrame) -> float:
    said = model.predictor.predict(model.preprocess.encode(frame))
    return float(np.sqrt(np.mean(np.square(said - frame["fare"]))))


def test_lines_that_differ_by_kind_are_found_and_go_on_beyond_the_rows():
    lines, steps = (_fit(_rides(), name) for name in ("linear_boosting", "lightgbm"))

    assert _rmse(lines, _rides(500)) < 0.9 * _rmse(steps, _rides(500))
    assert _rmse(lines, _rides(500, farthest=20.0)) < 0.2 * _rmse(steps, _rides(500, 20.0))


def test_flat_slopes_say_less_of_a_row():
    flat, steep = (_fit(_rides(), linear_lambda=value, n_estimators=5) for value in (1000.0, 0.0))

    def spread(model) -> float:
        return float(model.predictor.predict(model.preprocess.encode(_rides())).std())

    assert spread(flat) < spread(steep)


def test_going_on_from_any_round_gives_the_same_lines():
    values = {"n_estimators": 12, "subsample": 0.7, "colsample": 0.6}
    *_, whole = fit(_rides(), TASK, "linear_boosting", values, seed=0)
    seen = list(islice(fit(_rides(), TASK, "linear_boosting", values, seed=0), 6))

    *_, last = fit(_rides(), TASK, "linear_boosting", values, seed=0, resume=seen[-1].state())

    assert last.model().predictor.text == whole.model().predictor.text


def test_what_is_learned_anew_in_a_stored_model_is_the_same(tmp_path):
    model = _fit(_rides())
    bundle.save(model, tmp_path / "model", {})

    loaded = bundle.load(tmp_path / "model")

    rows = [{"way": 3.0, "when": "night"}, {"way": None, "when": "other"}]
    assert loaded.predict_rows(rows).to_rows() == model.predict_rows(rows).to_rows()


def test_lightgbm_says_of_its_lines_that_it_cannot_tell_what_columns_add():
    lines, steps = _fit(_rides()).predictor, _fit(_rides(), "lightgbm").predictor

    assert not isinstance(lines, Contributor)
    assert isinstance(steps, BoosterPredictor)
    assert type(predictor_of(lines.text)) is type(lines)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("leaf_features=", "names a column that there is not"),
        ("num_features=", "do not fit together"),
        ("leaf_const=", "do not fit together"),
    ],
)
def test_a_text_whose_lines_do_not_fit_is_refused(line: str, said: str):
    text = _fit(_rides(), n_estimators=4).predictor.text.decode()
    check_lightgbm(text.encode())
    start = text.rindex(f"\n{line}") + 1
    end = text.index("\n", start)
    numbers = text[start + len(line) : end].split()
    numbers[0] = "99" if line != "leaf_const=" else ""
    broken = f"{text[:start]}{line}{' '.join(numbers)}{text[end:]}"

    with pytest.raises(AppError, match=said):
        check_lightgbm(broken.encode())
