"""A CSV becomes the best of many models at the terminal, without a server."""

import random
import zipfile
from pathlib import Path

import pytest

from armillary.cli.exits import Exit


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    """A table that is easy to learn: two colours that lie apart."""
    chance = random.Random(0)
    rows = ["length,width,colour"]
    for index in range(120):
        away = 2.0 * (index % 2)
        rows.append(f"{chance.gauss(away, 1):.3f},{chance.gauss(-away, 1):.3f},{'rb'[index % 2]}")
    path = tmp_path / "flowers.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def test_search_prints_a_leaderboard_and_leaves_the_best_model(armillary, flowers: Path) -> None:
    order = ["-a", "naive_bayes,logistic_regression", "--trials", "5", "--folds", "3"]
    fixed = ["-s", "logistic_regression.c=2", "--range", "naive_bayes.var_smoothing=0.001:0.1"]

    answer = armillary("search", flowers, "-t", "colour", *order, *fixed)

    assert answer.code == Exit.OK, answer.err
    assert "colour of flowers: 5 trials, completed" in answer.out
    assert "leads" in answer.out
    assert "on unseen rows" in answer.out
    with zipfile.ZipFile(flowers.with_name("flowers-best.zip")) as bundle:
        assert "manifest.json" in bundle.namelist()


def test_scripts_get_everything_as_one_document(armillary, flowers: Path) -> None:
    steps = flowers.with_name("steps.json")
    steps.write_text('[{"type": "scale", "params": {"columns": ["length"]}}]')
    answer = armillary(
        "search", flowers, "-t", "colour", "-a", "naive_bayes", "--trials", "2", "--folds", "2",
        "--json", "--data-dir", "d", "--recipe", steps, "--first", "pca", "--first-set",
        "whiten=true", "--first-range", "n_components=1:2",
    )  # fmt: skip

    found = answer.json
    assert answer.code == Exit.OK, answer.err
    assert [trial["state"] for trial in found["trials"]] == ["complete"] * 2
    assert found["search"]["outcome"]["best"]["value"] == found["trials"][0]["value"]
    assert found["metrics"]["auc"] is not None
    assert found["search"]["request"]["steps"][0]["type"] == "scale"
    assert all(trial["params"]["pca.n_components"] in (1, 2) for trial in found["trials"])
    assert all(trial["params"]["pca.whiten"] is True for trial in found["trials"])
    assert found["model"] is None
    assert found["model_id"]


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["-t", "colour", "-a", "forest"], Exit.NOT_FOUND, "There is no algorithm 'forest'"),
        (["-t", "colour", "--range", "lightgbm.num_leaves=9"], Exit.BAD_DATA, "LOW:HIGH"),
        (["-t", "colour", "-s", "num_leaves=9"], Exit.BAD_DATA, "ALGORITHM.NAME"),
        (["-t", "colour", "--first-range", "n_components=1:2"], Exit.BAD_DATA, "--first"),
        (["-t", "colour", "--trials", "0"], Exit.USAGE, "--trials"),
    ],
)
def test_what_cannot_be_is_told(armillary, flowers: Path, arguments, code, told) -> None:
    answer = armillary("search", flowers, *arguments)

    assert answer.code == code
    assert told in answer.err
    assert {path.name for path in flowers.parent.iterdir()} == {"flowers.csv"}


def test_a_leak_stops_a_search_until_it_is_left_out_or_accepted(armillary, flowers: Path) -> None:
    rows = flowers.read_text().split()
    told = [f"{row},{int(row.endswith('r'))},{row[-1]},{place // 10},{1 + place % 2}"
            for place, row in enumerate(rows[1:])]  # fmt: skip
    flowers.write_text("\n".join([f"{rows[0]},paid,bill,day,counts", *told]) + "\n")
    asked = ["search", flowers, "-t", "colour", "-a", "decision_tree", "--trials", "1"]

    stopped = armillary(*asked)
    anyway = armillary(
        *asked, "--folds", "2", "--no-stack", "--leave-out", "paid", "--anyway", "--time", "day",
        "--weight", "counts", "--class-weight", "r=2",
    )  # fmt: skip

    assert stopped.code == Exit.BAD_DATA
    assert "`bill` is colour under another name" in stopped.err
    assert "--leave-out paid,bill" in stopped.err
    assert anyway.code == Exit.OK, anyway.err
    assert "Trained against a finding of the guard: `bill` is colour" in anyway.err
