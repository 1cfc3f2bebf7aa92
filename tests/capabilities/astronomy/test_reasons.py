"""Reasons, and how often a model is right on similar stars, checked by hand."""

from typing import Any, cast

import numpy as np
import pandas as pd
import pytest

from armillary.capabilities.astronomy import get_mission, likeness, reasons
from armillary.capabilities.astronomy.missions import DISPOSITIONS
from armillary.learning.model import FittedModel, Predictions

KEPLER = get_mission("kepler")


class Deep:
    """Says planet where the dip is deep or the planet large: both are the same in these rows."""

    def predict(self, frame: pd.DataFrame) -> Predictions:
        is_planet = (frame["koi_depth"] > 10) | (frame["koi_prad"] > 1)
        planet = np.where(is_planet, 0.9, 0.2)
        said = np.column_stack([planet, 0.1 * np.ones(len(frame)), 0.9 - planet])
        return Predictions(np.array(DISPOSITIONS)[said.argmax(axis=1)], said, DISPOSITIONS)


def explain(rows: pd.DataFrame, usual: dict[str, float]) -> list[dict[str, Any]]:
    model = cast("FittedModel", Deep())
    said = model.predict(rows).probabilities
    explaining = reasons.explain(model, rows, cast("Any", said), usual, KEPLER)
    while True:
        try:
            next(explaining)
        except StopIteration as end:
            found: list[dict[str, Any]] = end.value
            return found


def test_columns_that_say_the_same_are_both_named() -> None:
    rows = pd.DataFrame({"koi_depth": [500.0], "koi_prad": [3.0], "koi_kepmag": [12.0]})

    (found,) = explain(rows, {"koi_depth": 5.0, "koi_prad": 0.5, "koi_kepmag": 14.0})

    # Taking one away changes nothing, alone it brings 0.7: the mean of both is 0.35.
    added = found["feature_importance"]
    assert added == {
        "koi_depth": pytest.approx(0.35),
        "koi_prad": pytest.approx(0.35),
        "koi_kepmag": 0,
    }
    assert found["reasons"] == [
        "Transit depth 500 ppm (usually 5) speaks for Exoplanet (+35 points).",
        "Planet radius 3 Earth radii (usually 0.5) speaks for Exoplanet (+35 points).",
    ]


def test_where_no_value_moves_the_prediction_that_is_said() -> None:
    # As shallow and small as usual, so it is told as what is usual; deep and large by both.
    rows = pd.DataFrame({"koi_depth": [4.0], "koi_prad": [0.4]})

    (found,) = explain(rows, {"koi_depth": 5.0, "koi_prad": 0.5})

    assert found["reasons"] == [
        "No value moves False Positive by a point: much the same is said where all are usual."
    ]


def test_where_values_move_it_together_alone_that_is_said() -> None:
    assert reasons.none_alone(0.3, "Exoplanet") == (
        "No value by itself moves Exoplanet by a point; all together do (+30 points)."
    )


def test_a_missing_value_is_told_as_such() -> None:
    rows = pd.DataFrame({"koi_depth": [np.nan], "koi_prad": [0.1]})

    (found,) = explain(rows, {"koi_depth": 50.0, "koi_prad": 0.5})

    assert found["reasons"] == [
        "Transit depth is not known, which speaks for False Positive (+70 points)."
    ]


def test_likeness_counts_the_nearest_rows_of_other_stars() -> None:
    near, far = 25, 60
    frame = pd.DataFrame(
        {
            "kepid": range(near + far),
            "koi_steff": [5000.0] * near + [9000.0] * far,
            "koi_srad": [1.0] * near + [3.0] * far,
        }
    )
    said = np.tile([0.8, 0.1, 0.1], (near + far, 1))
    truth = ["planet"] * 15 + ["candidate"] * 10 + ["planet"] * far

    found = likeness.look(frame, KEPLER, said, truth)

    # Of 50 rows 24 are as near as can be, 14 of them right; the rest is far away and right.
    assert found[0] == {"rows": 50, "right": 14 + 26, "low": 0.6696, "high": 0.8876}
    assert found[-1] == {"rows": 50, "right": 50, "low": 0.9287, "high": 1.0}
    assert likeness.look(frame, KEPLER, said, None) == [None] * (near + far)
