"""Models of scikit-learn and its like: what is brought in says what the original says."""

import io
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import joblib
import numpy as np
import pytest

from armillary.base.errors import AppError
from armillary.learning import bundle
from armillary.learning.brought.assembling import assemble
from armillary.learning.brought.finding import to_answer
from armillary.learning.brought.forms import find, get_form
from armillary.learning.model import FittedModel

ROWS = np.random.default_rng(5).normal(size=(80, 3))
NUMBERS = ROWS @ [1.0, -2.0, 0.5] + 3.0
CLASSES = np.where(NUMBERS > 3.0, "high", "low")


def _linear() -> Any:
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression().fit(ROWS, CLASSES)


def _pipeline() -> Any:
    from sklearn.decomposition import PCA
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    return make_pipeline(SimpleImputer(), StandardScaler(), PCA(2), SVC()).fit(ROWS, CLASSES)


def _forest() -> Any:
    from sklearn.ensemble import RandomForestRegressor

    return RandomForestRegressor(5, random_state=0).fit(ROWS, NUMBERS)


def _boosted() -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier

    return HistGradientBoostingClassifier(max_iter=5).fit(ROWS, NUMBERS > 3)


def _neighbours() -> Any:
    from sklearn.neighbors import KNeighborsRegressor

    return KNeighborsRegressor(3).fit(ROWS, NUMBERS)


def _lightgbm() -> Any:
    import lightgbm

    return lightgbm.LGBMClassifier(n_estimators=3, verbose=-1).fit(ROWS, CLASSES)


def _xgboost() -> Any:
    import pandas as pd
    import xgboost

    frame = pd.DataFrame(ROWS, columns=["a", "b c", "d"])
    return xgboost.XGBClassifier(n_estimators=3).fit(frame, NUMBERS > 3)


MAKERS: Mapping[str, Callable[[], Any]] = {
    "brought_in": _linear,
    "brought_in of several steps": _pipeline,
    "random_forest": _forest,
    "hist_gradient_boosting": _boosted,
    "brought_in of neighbours": _neighbours,
    "lightgbm": _lightgbm,
    "xgboost": _xgboost,
}


def _bring(estimator: Any, **how: Any) -> tuple[FittedModel, dict[str, Any]]:
    out = io.BytesIO()
    joblib.dump(estimator, out, **how)
    return assemble(to_answer(find(get_form("pickle"), out.getvalue())))


@pytest.mark.parametrize("name", MAKERS)
def test_it_says_what_the_original_says_also_after_it_was_stored(name: str, tmp_path: Path) -> None:
    original = MAKERS[name]()

    model, facts = _bring(original)
    bundle.save(model, tmp_path, {})
    stored = bundle.load(tmp_path)

    names = [feature["name"] for feature in stored.features]
    rows = [dict(zip(names, row, strict=True)) for row in ROWS.tolist()]
    said = stored.predict_rows(rows)
    assert stored.algorithm == name.partition(" ")[0]
    assert facts["made_of"]
    if stored.classes is None:
        expected = original.predict(ROWS)
        assert np.allclose(said.values.astype(float), expected, rtol=1e-5)
        return
    expected = np.asarray(original.predict(_as_fitted(original)))
    assert said.values.tolist() == expected.tolist()
    if hasattr(original, "predict_proba"):
        shares = original.predict_proba(_as_fitted(original))
        assert np.allclose(said.probabilities, shares, atol=1e-5)


def _as_fitted(original: Any) -> Any:
    import pandas as pd

    names = getattr(original, "feature_names_in_", None)
    return ROWS if names is None else pd.DataFrame(ROWS, columns=names)


@pytest.mark.parametrize("compress", [3, ("gzip", 3), ("bz2", 3), ("xz", 1)])
def test_compressed_files_are_read(compress: Any) -> None:
    model, _ = _bring({"model": _linear()}, compress=compress)

    assert model.classes == ("high", "low")


def test_what_is_no_model_of_a_table_is_refused_with_what_to_do() -> None:
    from sklearn.cluster import KMeans
    from sklearn.linear_model import LinearRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    cases = {
        "not on the list": KMeans(2, n_init=1).fit(ROWS),
        "was not fitted": LinearRegression(),
        "without a key `model`": {"weights": [1, 2]},
        "neither classes nor a number": StandardScaler().fit(ROWS),
        "neither classes nor": make_pipeline(StandardScaler()).fit(ROWS),
    }
    for words, thing in cases.items():
        with pytest.raises(AppError) as refused:
            _bring(thing)
        assert words in refused.value.message or "which is no model" in refused.value.message


def test_a_gap_is_told_of_where_the_model_takes_none() -> None:
    model, facts = _bring(_linear())
    rows = [{"x0": 1.0, "x1": None, "x2": 2.0}]

    with pytest.raises(AppError, match="takes no gaps"):
        model.predict_rows(rows)

    assert any("no gaps" in note for note in facts["notes"])
