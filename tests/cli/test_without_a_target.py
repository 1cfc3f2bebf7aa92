"""Learning without a target at the terminal, and what goes before a learner."""

import csv
import random
from pathlib import Path

import pytest

from armillary.base.errors import Invalid
from armillary.cli.exits import Exit
from armillary.cli.given_first import parse_first


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A table of two groups that lie apart."""
    chance = random.Random(0)
    rows = ["x,y"]
    for index in range(120):
        middle = 6.0 * (index % 2)
        rows.append(f"{chance.gauss(middle, 1):.3f},{chance.gauss(middle, 1):.3f}")
    path = tmp_path / "places.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_groups_are_found_after_a_first_step_and_given_to_rows(armillary, places: Path) -> None:
    options = ("-a", "kmeans", "-s", "n_clusters=2", "--first", "pca", "--first-set")

    trained = armillary("train", places, *options, "n_components=1")

    assert trained.code == Exit.OK, trained.err
    assert "silhouette" in trained.out
    assert "Rows of each group" in (places.parent / "places-kmeans.html").read_text()
    said = places.parent / "said.csv"
    asked = armillary("predict", places.parent / "places-kmeans.zip", places, "-o", said)
    assert asked.code == Exit.OK, asked.err
    with said.open() as file:
        clusters = [row["cluster"] for row in csv.DictReader(file)]
    assert len(clusters) == 120
    # Rows alternate between the groups.
    assert sum(one != other for one, other in zip(clusters[::2], clusters[1::2], strict=True)) > 55


def test_a_learner_that_predicts_asks_for_its_target_before_anything_is_read(
    armillary, places: Path
) -> None:
    answer = armillary("train", places, "-a", "random_forest")

    assert answer.code == Exit.BAD_DATA
    assert "name it with --target" in answer.err
    assert "Import" not in answer.err


def test_values_belong_to_the_step_that_they_name() -> None:
    steps = parse_first(
        ["pca", "robust_scaler"], ["pca.n_components=3", "robust_scaler.quantile=0.1"]
    )

    assert steps == [
        {"algorithm_id": "pca", "hyperparameters": {"n_components": 3}},
        {"algorithm_id": "robust_scaler", "hyperparameters": {"quantile": 0.1}},
    ]


@pytest.mark.parametrize(
    ("ids", "values", "told"),
    [
        ([], ["n_components=3"], "Name what goes first with --first"),
        (["pca", "nmf"], ["n_components=3"], r"write pca\.n_components=3"),
        (["pca"], ["nmf.n_components=3"], "nmf does not go first; add --first nmf"),
    ],
)
def test_a_value_that_belongs_to_nothing_is_told(
    ids: list[str], values: list[str], told: str
) -> None:
    with pytest.raises(Invalid, match=told):
        parse_first(ids, values)
