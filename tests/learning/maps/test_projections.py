"""Making numbers of tables, and planes of numbers."""

import warnings

import numpy as np
import pandas as pd
import pytest

from armillary.base.errors import BadRequest, Invalid
from armillary.learning.mapping import prepare
from armillary.learning.maps import (
    all_projections,
    check_map_params,
    get_projection,
    is_available,
    require_available,
)

FEW = {"iterations": 350}


def groups(rows: int = 90, width: int = 6) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(0)
    label = np.arange(rows) % 3
    return chance.normal(0, 1, (rows, width)) + 12 * np.eye(3, width)[label], label


def neighbours_agree(places: np.ndarray, label: np.ndarray) -> float:
    distances = np.linalg.norm(places[:, None] - places[None], axis=2)
    np.fill_diagonal(distances, np.inf)
    return float(np.mean(label[distances.argmin(axis=1)] == label))


@pytest.mark.timeout(400)
@pytest.mark.parametrize("method", ["pca", "tsne", pytest.param("umap", marks=pytest.mark.slow)])
def test_groups_stay_groups_and_a_seed_gives_one_map(method: str) -> None:
    projection = get_projection(method)
    if not is_available(projection):
        pytest.skip(f"{method} is not installed")
    matrix, label = groups()
    params = check_map_params(projection, FEW if method == "tsne" else {})

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what is compiled with, and what it lacks
        first = projection.project(matrix, params, 42)
        second = projection.project(matrix, params, 42)

    assert first.places.shape == (90, 2)
    assert np.array_equal(first.places, second.places)
    assert neighbours_agree(first.places, label) > 0.95


def test_pca_finds_the_widest_directions() -> None:
    chance = np.random.default_rng(0)
    matrix = chance.normal(0, 1, (500, 3)) * [5, 2, 0.1]

    plane = get_projection("pca").project(matrix, {}, 0)

    variance = matrix.var(axis=0)
    assert plane.facts["explained"] == pytest.approx(variance[:2] / variance.sum(), rel=0.02)
    assert abs(np.corrcoef(plane.places[:, 0], matrix[:, 0])[0, 1]) > 0.999
    assert plane.facts["weights"][0][0][0] == 0


def test_one_column_and_few_rows_still_make_a_map() -> None:
    for method in all_projections():
        projection = get_projection(method)
        if not is_available(projection):
            continue
        params = check_map_params(projection, FEW if method == "tsne" else {})
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plane = projection.project(np.arange(5.0)[:, None], params, 0)
        assert plane.places.shape == (5, 2)
        assert np.isfinite(plane.places).all()


def test_what_does_not_fit_few_rows_is_changed_and_told() -> None:
    plane = get_projection("tsne").project(
        groups(20)[0], {"perplexity": 30.0, "iterations": 350}, 0
    )

    assert plane.used["perplexity"] == pytest.approx(19 / 3)
    assert plane.notes == [
        "Perplexity 6.3 was used instead of 30: there are 20 rows only.",
    ]


def test_columns_count_alike_whatever_their_kind() -> None:
    frame = pd.DataFrame(
        {
            "size": [1000.0, 2000, 3000, 4000],
            "small": [True, True, False, False],
            "day": pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-03", "2020-01-04"]),
            "kind": ["a", "b", "a", "b"],
            "same": [7, 7, 7, 7],
        }
    )

    prepared = prepare(frame, "fill")

    assert prepared.features == ["size", "small", "day", "kind = a", "kind = b"]
    assert np.allclose(prepared.matrix.mean(axis=0), 0)
    assert np.allclose(prepared.matrix.std(axis=0), 1)
    assert np.allclose(prepared.matrix[:, 0], prepared.matrix[:, 2])
    assert prepared.notes == ["Without effect, since all rows have the same value: same."]


def test_gaps_are_filled_and_told_or_their_rows_left_out() -> None:
    frame = pd.DataFrame(
        {"a": [1.0, np.nan, 3, np.inf, 5, 6], "b": ["x", None, "y", "x", "y", "x"]}
    )

    filled, dropped = prepare(frame, "fill"), prepare(frame, "drop")

    assert len(filled.matrix) == 6
    assert filled.features == ["a", "b = x", "b = y", "b = missing"]
    assert filled.notes[0].startswith("3 missing values were filled")
    a = filled.matrix[:, 0]
    assert (
        a[1]
        == a[3]
        == pytest.approx(
            (4 - frame["a"].fillna(4).replace(np.inf, 4).mean())
            / frame["a"].fillna(4).replace(np.inf, 4).std(ddof=0)
        )
    )
    assert dropped.kept.tolist() == [0, 2, 4, 5]
    assert dropped.notes == ["2 rows with missing values were left out."]


def test_rare_texts_are_taken_together_and_told() -> None:
    frame = pd.DataFrame({"code": [f"c{n % 30:02d}" for n in range(300)], "n": range(300)})

    prepared = prepare(frame, "fill")

    assert len(prepared.features) == 22
    assert "code = any other" in prepared.features
    assert "20 most frequent values count, 10 rarer" in prepared.notes[0]


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame({"a": [1.0, 2, 3]}), "at least 4 rows; 3 are left"),
        (pd.DataFrame({"a": [1.0] * 5}), "No column is left that differs"),
        (
            pd.DataFrame({f"c{n}": range(5) for n in range(501)}),
            "501 numbers a row, and a map takes 500",
        ),
    ],
)
def test_a_table_that_makes_no_map_says_why(frame: pd.DataFrame, said: str) -> None:
    with pytest.raises(BadRequest, match=said):
        prepare(frame, "fill")


def test_bad_parameters_and_methods_are_refused() -> None:
    with pytest.raises(Invalid, match="method must be one of pca, tsne, umap; got 'mds'"):
        get_projection("mds")
    with pytest.raises(Invalid, match="n_neighbors must be in"):
        check_map_params(get_projection("umap"), {"n_neighbors": 1})


def test_a_missing_part_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("armillary.learning.maps.find_spec", lambda _: None)

    with pytest.raises(BadRequest, match=r"pip install 'armillary\[maps\]'"):
        require_available(get_projection("umap"))
    require_available(get_projection("pca"))
