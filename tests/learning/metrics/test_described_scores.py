"""Scores of what was learned without a target: intervals that hold, and what chance gives."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.metrics.clusters import separation
from armillary.learning.metrics.halves import intervals_by_halves
from armillary.learning.metrics.measured import count_bins
from armillary.learning.metrics.neighbourhoods import trust_of_rows
from armillary.learning.metrics.silhouettes import silhouettes


def blobs(rows: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Give rows around four middles, and which of these is nearest."""
    middles = np.array([[0, 0, 0], [3, 0, 0], [0, 3, 0], [0, 0, 3]])
    features = middles[rng.integers(0, 4, rows)] + rng.normal(size=(rows, 3))
    away = ((features[:, None] - middles) ** 2).sum(axis=2)
    return features, away.argmin(axis=1)


def test_intervals_by_halves_hold_what_many_rows_give():
    rng = np.random.default_rng(8)
    held = []

    for _ in range(200):
        one, other = rng.exponential(2.0, 120), rng.exponential(1.0, 120)

        def measure(at: np.ndarray, x: Any = one, y: Any = other) -> dict[str, float]:
            return {"ratio": float(x[at].mean() / y[at].mean())}

        values = measure(np.arange(120))
        interval = intervals_by_halves(measure, values, {"ratio": "log"}, None, 120, 120)["ratio"]
        assert interval is not None
        held.append(interval.low <= 2.0 <= interval.high)

    # Of 200 draws at 95 % fewer than 180 are held about once in a thousand times.
    assert 180 <= sum(held) <= 199


def test_rows_of_one_group_are_drawn_together_and_widen_the_interval():
    rng = np.random.default_rng(9)
    features, groups = blobs(40, rng)
    alike = np.repeat(features, 8, axis=0) + rng.normal(0, 0.01, (320, 3))
    said = np.repeat(groups, 8)

    def measure(at: np.ndarray) -> dict[str, float | None]:
        return separation(alike[at], said[at])

    def width(units: Any) -> float:
        values = measure(np.arange(320))
        found = intervals_by_halves(measure, values, {"silhouette": "fisher"}, units, 320, 320)
        assert found["silhouette"] is not None
        return found["silhouette"].high - found["silhouette"].low

    assert width(np.repeat(np.arange(40), 8)) > 1.8 * width(None)
    few = intervals_by_halves(
        measure, measure(np.arange(320)), {"silhouette": "fisher"}, np.arange(320) % 5, 320, 320
    )
    assert few == {"silhouette": None}


@pytest.mark.parametrize(
    ("kind", "algorithm", "main", "with_label"),
    [
        ("clustering", "k_means", "silhouette", False),
        ("clustering", "k_means", "adjusted_rand", True),
        ("anomaly_detection", "isolation_forest", "auc", True),
        ("dimensionality_reduction", "pca", "trustworthiness", False),
    ],
)
def test_every_number_has_an_interval_and_what_chance_gives(kind, algorithm, main, with_label):
    rng = np.random.default_rng(10)
    features, groups = blobs(1_000, rng)
    if kind == "anomaly_detection":
        features[:60] *= 6
        groups = (np.arange(1_000) >= 60).astype(int)
    frame = pd.DataFrame(features, columns=list("abc")).assign(label=groups)
    task = Task(kind, "label" if with_label else None, ("a", "b", "c"))
    given = {"n_clusters": 4} if algorithm == "k_means" else {}

    *_, last = fit(frame, task, algorithm, given, seed=0)

    scores = last.evaluation["scores"]
    lines = {line["id"]: line for line in scores["table"]}
    assert (scores["kind"], scores["rows"]) == (kind, last.evaluation["split"]["test"])
    for name, line in lines.items():
        assert line["value"] == last.evaluation["overall_metrics"][name]
        assert line["low"] <= line["value"] <= line["high"], line
    assert lines[main]["low"] > lines[main]["baseline"]
    *_, again = fit(frame, task, algorithm, given, seed=0)
    assert again.evaluation["scores"] == scores


def test_neighbours_are_measured_on_halves_as_on_all():
    rng = np.random.default_rng(11)
    features, _ = blobs(500, rng)
    whole = trust_of_rows(features, features[:, :2])

    half = trust_of_rows(features[::2], features[::2, :2])

    assert whole is not None
    assert half is not None
    # Five neighbours of fewer rows lie further away, hence the halves say where it spreads only.
    assert half.mean() == pytest.approx(whole.mean(), abs=0.05)


def test_silhouettes_are_those_of_scikit_learn_and_miss_for_rows_in_no_group():
    from sklearn.metrics import silhouette_samples

    features, groups = blobs(300, np.random.default_rng(11))
    # The last group has one row alone.
    said = np.append(np.where(np.arange(299) % 50 == 0, -1, groups[:299]), 9)

    found = silhouettes(features, said, -1)

    belongs = said != -1
    np.testing.assert_allclose(
        found[belongs], silhouette_samples(features[belongs], said[belongs]), atol=1e-9
    )
    assert np.isnan(found[~belongs]).all()
    assert np.isnan(silhouettes(features, np.zeros(300), -1)).all()


def test_silhouettes_of_many_rows_are_near_those_against_all():
    from sklearn.metrics import silhouette_samples

    features, groups = blobs(5_000, np.random.default_rng(12))

    found = silhouettes(features, groups, -1)

    # Mean distances to 500 rows of a group instead of 1,250 are off by about 3 in a hundred.
    assert np.abs(found - silhouette_samples(features, groups)).max() < 0.1


def test_the_mean_trust_of_rows_is_the_trustworthiness():
    from sklearn.manifold import trustworthiness

    features, _ = blobs(200, np.random.default_rng(13))
    places = features[:, :2] + np.random.default_rng(14).normal(0, 0.3, (200, 2))

    trust = trust_of_rows(features, places)

    assert trust is not None
    assert trust.mean() == pytest.approx(trustworthiness(features, places), abs=1e-12)
    np.testing.assert_array_equal(trust_of_rows(features, features), np.ones(200))
    assert trust_of_rows(features[:3], places[:3]) is None


def test_one_odd_row_does_not_press_all_others_into_one_bar():
    values = np.append(np.linspace(0, 1, 1_000), [1e6, np.nan])

    found = count_bins(values)

    assert found["edges"][-1] < 1
    assert sum(found["counts"]) == 1_001
    assert max(found["counts"]) < 50
    assert count_bins(np.array([np.nan])) is None
