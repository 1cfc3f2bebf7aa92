"""A CSV becomes a model at the terminal, without a server."""

import json
import os
import random
import signal
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from armillary.cli.exits import Exit
from armillary.cli.given_recipe import read_recipe
from tests.cli.conftest import variables_of
from tests.support.waiting import until
from tests.support.workers import start_command

CLASSES = ("blue", "red")


@pytest.fixture
def flowers(tmp_path: Path) -> Path:
    """A table that is easy to learn: two colours that lie apart, and a column of no meaning."""
    chance = random.Random(0)
    rows = ["length,width,shop,colour"]
    for index in range(200):
        colour = CLASSES[index % 2]
        away = 4.0 * (index % 2)
        length, width = chance.gauss(away, 1), chance.gauss(-away, 1)
        rows.append(f"{length:.3f},{width:.3f},{chance.choice('abc')},{colour}")
    path = tmp_path / "flowers.csv"
    path.write_text("\n".join(rows) + "\n")
    return path


def has_learned(data_dir: Path) -> bool:
    """Whether a run in this data folder has logged a point of a curve."""
    file = data_dir / "armillary.db"
    if not file.exists():
        return False
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
        try:
            (count,) = database.execute("select count(*) from metric_points").fetchone()
        except sqlite3.OperationalError:
            return False  # the tables are still being made
    return count > 0


def test_train_prints_metrics_and_leaves_a_model_and_a_report(
    armillary_of_a_shell, flowers: Path
) -> None:
    answer = armillary_of_a_shell("train", flowers, "--target", "colour", "-s", "n_estimators=20")

    folder = flowers.parent
    page = (folder / "flowers-random_forest.html").read_text()
    assert answer.code == Exit.OK, answer.err
    assert "Accuracy" in answer.out
    assert "on flowers" in page
    assert "Confusion matrix" in page
    with zipfile.ZipFile(folder / "flowers-random_forest.zip") as bundle:
        assert "manifest.json" in bundle.namelist()
    left = {"flowers.csv", "flowers-random_forest.html", "flowers-random_forest.zip"}
    assert {path.name for path in folder.iterdir()} == left


def test_the_model_predicts_in_another_process(armillary, flowers: Path) -> None:
    trained = armillary("train", flowers, "-t", "colour", "-s", "n_estimators=20", "--json")
    new = flowers.with_name("new.csv")
    new.write_text("shop;width;length\na;0;0\nb;-4;4\n")

    as_table = armillary("predict", "flowers-random_forest.zip", new)
    as_json = armillary("predict", "flowers-random_forest.zip", new, "--json")

    head, *rows = as_table.out.splitlines()
    assert trained.json["metrics"]["accuracy"] > 0.9
    assert head == "prediction,probability_blue,probability_red"
    assert [row.split(",")[0] for row in rows] == ["blue", "red"]
    assert [row["prediction"] for row in as_json.json["predictions"]] == ["blue", "red"]
    assert as_json.json["target"] == "colour"


def test_with_a_data_folder_the_run_is_kept_and_the_table_imported_once(
    armillary, flowers: Path
) -> None:
    order = ("train", flowers, "-t", "colour", "-s", "n_estimators=10", "--data-dir", "d", "--json")
    first = armillary(*order).json
    second = armillary(*order).json

    tables = armillary("datasets", "list", "--data-dir", "d", "--json").json["datasets"]
    shown = armillary("datasets", "show", first["dataset_id"], "--data-dir", "d", "--json").json
    written = armillary("sheet", first["model_id"], "--data-dir", "d", "-o", "sheet.md")
    predicted = armillary("predict", first["model_id"], flowers, "--data-dir", "d")
    assert [one["id"] for one in tables] == [first["dataset_id"]] == [second["dataset_id"]]
    assert first["metrics"] == second["metrics"], "the same seed gives the same numbers"
    assert first["session_id"] != second["session_id"]
    assert [column["name"] for column in shown["schema"]] == ["length", "width", "shop", "colour"]
    assert len(predicted.out.splitlines()) == 201
    assert written.code == Exit.OK, written.err
    assert f"- **Run**: {first['session_id']}".replace("_", "\\_") in (
        flowers.with_name("sheet.md").read_text()
    )


def test_ctrl_c_stops_and_keeps_the_best(flowers: Path) -> None:
    more = flowers.read_text().splitlines()
    flowers.write_text("\n".join([more[0], *more[1:] * 100]) + "\n")
    command = ["train", str(flowers), "-t", "colour", "-a", "feedforward_nn", "-s", "epochs=10000"]
    progress, printed = flowers.with_name("progress.txt"), flowers.with_name("printed.txt")
    with progress.open("wb") as shown, printed.open("wb") as out:
        process = start_command(
            [*command, "--data-dir", "d", "-m", "best.zip"],
            flowers.parent,
            variables_of({}),
            (out.fileno(), shown.fileno()),
        )
    try:
        until(lambda: has_learned(flowers.parent / "d"), 60, progress.read_text)

        os.killpg(process.pid, signal.SIGINT)
        code = process.wait(60)
    finally:
        process.kill()

    assert code == Exit.INTERRUPTED, progress.read_text()
    assert "Accuracy" in printed.read_text()
    assert zipfile.is_zipfile(flowers.with_name("best.zip"))


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["-t", "colr"], Exit.BAD_DATA, "has no column 'colr'"),
        (["-t", "colour", "-s", "n_estimators=0"], Exit.BAD_DATA, "must be in [1, 1000]; got 0"),
        (["-t", "colour", "-s", "trees=3"], Exit.BAD_DATA, "has no parameter 'trees'"),
        (["-t", "colour", "-a", "forest"], Exit.NOT_FOUND, "There is no algorithm 'forest'"),
        (["-t", "colour", "--task", "guess"], Exit.BAD_DATA, "classification, regression"),
        (["-t", "colour", "-s", "n_estimators"], Exit.BAD_DATA, "NAME=VALUE"),
        ([], Exit.BAD_DATA, "--target"),
    ],
)
def test_what_cannot_be_is_told_and_leaves_nothing(
    armillary, flowers: Path, arguments: list[str], code: Exit, told: str
) -> None:
    answer = armillary("train", flowers, *arguments)

    assert (answer.code, told in answer.err) == (code, True), answer.err
    assert [path.name for path in flowers.parent.iterdir()] == ["flowers.csv"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "empty"),
        (b"a,colour\n1,red\n2,red\n3,red\n4,red\n", "colour"),
    ],
)
def test_a_table_that_cannot_be_learned_is_told(
    armillary, tmp_path: Path, content: bytes, told: str
) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(content)

    answer = armillary("train", path, "-t", "colour")

    assert answer.code == Exit.BAD_DATA, answer.err
    assert told in answer.err
    assert "Traceback" not in answer.err


def test_a_file_that_is_not_there_is_a_usage_error(armillary) -> None:
    answer = armillary("train", "nothing.csv", "-t", "y")

    assert answer.code == Exit.USAGE
    assert "nothing.csv" in answer.err


def test_a_recipe_prepares_the_table_and_the_rows_to_predict(armillary, flowers: Path) -> None:
    steps = [
        {"type": "derive", "params": {"name": "ratio", "expression": "[length] / [width]"}},
        {"type": "scale", "params": {"columns": ["length", "width"]}},
    ]
    recipe = flowers.parent / "steps.json"
    recipe.write_text(json.dumps({"steps": steps}))

    trained = armillary(
        "train", flowers, "-t", "colour", "-a", "logistic_regression", "--recipe", recipe,
        "-m", "model.zip",
    )  # fmt: skip
    predicted = armillary("predict", "model.zip", flowers)
    recipe.write_text('{"steps": 3}')
    refused = armillary("train", flowers, "-t", "colour", "--recipe", recipe)
    absent = armillary("train", flowers, "-t", "colour", "--recipe", "nothing.json")

    assert trained.code == Exit.OK, trained.err
    rows = [line.split(",")[-1] for line in flowers.read_text().splitlines()[1:]]
    found = [line.split(",")[0] for line in predicted.out.splitlines()[1:]]
    assert sum(one == other for one, other in zip(rows, found, strict=True)) > 190
    assert refused.code == Exit.BAD_DATA
    assert "must hold a list of steps" in refused.err
    assert absent.code == Exit.NOT_FOUND
    assert "there is no file 'nothing.json'" in absent.err


def test_a_kept_recipe_is_named_by_its_id() -> None:
    assert read_recipe("recipe_1") == {"recipe_id": "recipe_1"}
    assert read_recipe(None) == {}


def test_a_leak_stops_a_training_until_it_is_left_out_or_accepted(armillary, flowers: Path) -> None:
    rows = flowers.read_text().split("\n")
    told = [f"{row},{int(row.endswith('red'))},{row[-3:]}" for row in rows[1:] if row]
    flowers.write_text("\n".join([f"{rows[0]},paid,bill", *told]) + "\n")
    asked = ("train", flowers, "-t", "colour", "-a", "decision_tree", "--json")

    stopped = armillary(*asked)
    anyway = armillary(*asked, "--leave-out", "paid", "--anyway", "--report", "report.html")

    assert stopped.code == Exit.BAD_DATA
    assert "`bill` is colour under another name" in stopped.err
    assert "--leave-out paid,bill" in stopped.err
    assert anyway.code == Exit.OK, anyway.err
    assert anyway.json["metrics"]["accuracy"] == 1.0
    page = (flowers.parent / "report.html").read_text()
    assert "Trained against a finding of the guard: `bill` is colour" in page
    assert "`paid` is colour" not in page


def test_a_large_table_that_is_kept_has_its_whole_report_in_the_end(armillary, tmp_path) -> None:
    names = [f"n{place}" for place in range(20)]
    lines = (",".join(str((row * place) % 7) for place in range(20)) for row in range(50_100))
    large = tmp_path / "large.csv"
    large.write_text("\n".join([",".join(names), *lines]) + "\n")
    learned = ("--features", "n1,n3", "--algorithm", "decision_tree", "--anyway", "--json")

    answer = armillary("train", large, "-t", "n2", *learned, "--data-dir", tmp_path / "data")

    assert answer.code == Exit.OK, answer.err
    dataset = answer.json["dataset_id"]
    shown = armillary("datasets", "show", dataset, "--json", "--data-dir", tmp_path / "data").json
    assert shown["report_state"] == "ready"
    assert not any("is_approximate" in column for column in shown["schema"])
