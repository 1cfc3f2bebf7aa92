"""Recipes in a training: nothing of the rows that judge reaches the steps or the model."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute
import pytest

from armillary.base.errors import Invalid, NotFound
from armillary.learning import bundle
from armillary.learning.contract import Task
from armillary.learning.fit import fit
from armillary.learning.guard import looking
from armillary.learning.model import FittedModel
from armillary.learning.recipe import training
from armillary.learning.recipe.arrow import to_frame
from armillary.learning.recipe.checking import check_steps
from armillary.learning.recipe.engine import open_memory
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.training import TrainingRecipe, begin
from tests.learning.recipe.kitchen import step

CLASSIFY, REGRESS = Task("classification", "y"), Task("regression", "y")
RNG = np.random.default_rng(0)
N = 600
SIGNAL = RNG.normal(size=N)
TABLE = pa.table(
    {
        "x": np.where(RNG.random(N) < 0.1, np.nan, SIGNAL),
        "size": RNG.integers(1, 100, N),
        "city": RNG.choice(["Rome", "Bonn", "Ulm"], N),
        "day": pa.array(np.datetime64("2024-01-01") + RNG.integers(0, 365, N)),
        "y": np.where(SIGNAL + RNG.normal(0, 0.3, N) > 0, "yes", "no"),
    }
)


def prepared(table: pa.Table, *steps: dict[str, Any], **others: pa.Table) -> TrainingRecipe:
    named = {name: (name, other) for name, other in others.items()}
    return begin(open_memory(), table, check_steps(list(steps)), named)


def train(
    table: pa.Table,
    *steps: dict[str, Any],
    task: Task = CLASSIFY,
    algorithm: str = "logistic_regression",
    seed: int = 0,
    **others: pa.Table,
) -> FittedModel:
    recipe = prepared(table, *steps, **others)
    *_, last = fit(recipe.frame, task, algorithm, {}, seed=seed, recipe=recipe)
    return last.model()


STEPS = (
    step("handle_missing", method="mean", columns=["x"]),
    step("scale", columns=["x", "size"]),
    step("encode", columns=["city"]),
    step("feature_engineering", method="date_parts", keep=False),
)


def test_it_predicts_raw_rows() -> None:
    model = train(TABLE, *STEPS)

    raw = {"x": 2.0, "size": 5, "city": "Rome", "day": "2024-05-17"}
    (found,) = model.predict_rows([raw]).to_rows()
    assert found["prediction"] == "yes"
    assert model.metrics["accuracy"] > 0.75
    assert [feature["name"] for feature in model.features] == ["x", "size", "city", "day"]
    assert {feature["name"]: feature["type"] for feature in model.features} == {
        "x": "numeric", "size": "numeric", "city": "categorical", "day": "datetime",
    }  # fmt: skip


def test_a_form_a_file_and_a_frame_predict_the_same() -> None:
    model = train(TABLE, *STEPS, algorithm="random_forest")
    frame = TABLE.slice(0, 50).to_pandas()

    by_frame = model.predict(frame).probabilities
    as_text = frame.astype(object).where(frame.notna(), None)
    by_rows = model.predict_rows(
        [{key: value if value is None else str(value) for key, value in row.items()}
         for row in as_text.to_dict("records")]
    ).probabilities  # fmt: skip

    np.testing.assert_allclose(by_frame, by_rows)


def test_a_row_is_predicted_alike_whatever_is_asked_with_it() -> None:
    steps = (step("handle_missing", method="forward", columns=["x"]), *STEPS[1:])
    model = train(TABLE, *steps)
    rows = [
        {"x": 3.0, "size": 1, "city": "Rome", "day": None},
        {"x": None, "size": 1, "city": "Rome", "day": None},
    ]

    together = model.predict_rows(rows).probabilities
    alone = [model.predict_rows([row]).probabilities for row in rows]

    assert together is not None
    np.testing.assert_allclose(together, np.concatenate(alone))


def test_means_and_spreads_come_from_training_rows_only() -> None:
    # The rows that judge are told apart by a group, so that they are known beforehand.
    rng = np.random.default_rng(1)
    table = pa.table({"x": rng.normal(size=400), "row": np.arange(400), "y": rng.normal(size=400)})
    recipe = prepared(table, step("scale", columns=["x"]))
    *_, last = fit(recipe.frame, REGRESS, "linear_regression", {}, seed=3, recipe=recipe)
    model = last.model()

    assert model.recipe is not None
    centre, spread = model.recipe.states[0]["columns"]["x"]
    sizes = model.evaluation["split"]
    x = table["x"].to_numpy()
    assert sizes["train"] == 280
    assert centre != pytest.approx(x.mean(), abs=1e-9)
    # The training rows are those whose scaled mean is zero.
    scaled = pd.Series((x - centre) / spread)
    changed = table.set_column(0, "x", pa.array(np.where(_held(table, 3), 1e6, x)))
    again = prepared(changed, step("scale", columns=["x"]))
    *_, other = fit(again.frame, REGRESS, "linear_regression", {}, seed=3, recipe=again)
    assert other.model().recipe.states == model.recipe.states
    assert scaled[~_held(table, 3)].mean() == pytest.approx(0, abs=1e-9)


def _held(table: pa.Table, seed: int) -> Any:
    """Say which rows are not learned from, by the split itself."""
    from armillary.learning.prepare import prepare
    from armillary.learning.split import Shares

    split_seed, _ = np.random.SeedSequence(seed).spawn(2)
    split = prepare(table.to_pandas(), REGRESS, Shares(), np.random.default_rng(split_seed)).split
    held = np.zeros(len(table), dtype=bool)
    held[split.validation] = held[split.test] = True
    return held


@pytest.mark.parametrize("seed", range(3))
def test_categories_that_mean_nothing_are_not_made_to_mean_something(seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = pa.table(
        {
            "shop": [f"s{number}" for number in rng.integers(0, 300, 1500)],
            "y": rng.choice(["no", "yes"], 1500),
        }
    )
    encode = step("encode", method="target", target="y", columns=["shop"], smoothing=0.0)

    model = train(table, encode, seed=seed, algorithm="random_forest")

    # 225 rows judge: three deviations of chance are 0.1.
    assert model.metrics["accuracy"] == pytest.approx(0.5, abs=0.1)


def test_outliers_are_left_out_of_the_training_part_only() -> None:
    x = np.concatenate([np.random.default_rng(0).normal(size=480), np.full(20, 1000.0)])
    table = pa.table({"x": x, "other": np.arange(500.0), "y": np.arange(500.0)})

    model = train(table, step("outlier_removal", columns=["x"]), task=REGRESS,
                  algorithm="linear_regression")  # fmt: skip
    usual = train(table, task=REGRESS, algorithm="linear_regression")

    split, whole = model.evaluation["split"], usual.evaluation["split"]
    assert split["train"] < whole["train"]
    assert (split["validation"], split["test"]) == (whole["validation"], whole["test"])
    assert model.predict_rows([{"x": 1000.0, "other": 1.0}]).values.shape == (1,)


def test_rows_are_filtered_before_the_split_and_not_when_predicting() -> None:
    model = train(TABLE, step("filter", condition="size > 50"), step("scale", columns=["x"]))

    sizes = model.evaluation["split"]
    assert sum(sizes.values()) == int((TABLE["size"].to_numpy() > 50).sum())
    row = {"x": 1.0, "size": 1, "city": "Rome", "day": None}
    assert len(model.predict_rows([row]).values) == 1


def test_the_target_may_be_made_by_a_step() -> None:
    steps = (
        step("derive", name="is_large", expression="if(size > 50, 'yes', 'no')"),
        step("drop", columns=["y", "size"]),
        step("scale"),
    )

    model = train(TABLE, *steps, task=Task("classification", "is_large"))

    assert model.task.target == "is_large"
    assert [feature["name"] for feature in model.features] == ["x", "city", "day"]


def test_all_columns_does_not_mean_the_target() -> None:
    table = pa.table({"a": np.arange(100.0), "y": np.arange(100.0) * 3 + 7})

    model = train(table, step("scale"), task=REGRESS, algorithm="linear_regression")

    assert model.predict_rows([{"a": 50.0}]).values[0] == pytest.approx(157.0, abs=1.0)


def test_a_step_that_would_change_the_target_is_refused() -> None:
    table = pa.table({"a": np.arange(100.0), "y": np.arange(100.0)})

    with pytest.raises(StepError, match="changes the target 'y'"):
        train(table, step("scale", columns=["y"]), task=REGRESS, algorithm="linear_regression")


def test_what_is_made_of_the_target_is_not_learned_from() -> None:
    table = pa.table({"a": RNG.normal(size=100), "y": np.arange(100.0)})
    leak = step("derive", name="z", expression="[y] * 2 + [a]")
    again = step("derive", name="w", expression="[z] - 1")

    model = train(table, leak, again, task=REGRESS, algorithm="linear_regression")

    assert model.task.features == ("a",)
    assert any("'w' is made of the target" in text for text in model.warnings)
    with pytest.raises(StepError, match="not known when predicting"):
        train(table, leak, task=Task("regression", "y", ("a", "z")), algorithm="linear_regression")


def test_a_chosen_column_brings_all_that_is_made_of_it() -> None:
    task = Task("classification", "y", ("city", "x"))

    model = train(TABLE, step("encode", columns=["city"]), step("scale"), task=task)

    assert set(model.task.features) == {"city_Rome", "city_Bonn", "city_Ulm", "x"}
    assert {feature["name"] for feature in model.features} == {"city", "x"}


def test_a_joined_table_is_asked_about_as_it_is_behind_the_join() -> None:
    sizes = pa.table({"city": ["Rome", "Bonn", "Ulm"], "people": pa.array([3, 1, 0], pa.int64())})
    keys = [{"left": "city", "right": None}]

    model = train(TABLE, step("join", dataset="ds_1", keys=keys), step("scale"), ds_1=sizes)

    assert "people" in {feature["name"] for feature in model.features}
    with pytest.raises(StepError, match="Move it behind") as error:
        prepared(TABLE, step("scale"), step("join", dataset="ds_1", keys=keys), ds_1=sizes)
    assert error.value.details["step"] == 0


def test_an_order_that_a_training_cannot_have_is_told() -> None:
    by = [{"column": "x", "descending": False}]

    assert train(TABLE, step("sort", by=by), step("scale")).metrics["accuracy"] > 0.75
    with pytest.raises(StepError, match="another order"):
        train(TABLE, step("scale"), step("sort", by=by))


def test_a_recipe_that_leaves_nothing_of_a_part_is_told() -> None:
    table = pa.table({"x": np.arange(100.0), "y": np.tile(["a", "b"], 50)})

    with pytest.raises(Invalid, match="leaves no row of the"):
        train(table, step("scale"), step("filter", condition="x > 100"))


def test_a_missing_column_and_a_wrong_value_are_told() -> None:
    model = train(TABLE, *STEPS)
    row = {"x": 2.0, "size": 5, "city": "Rome", "day": "2024-05-17"}

    with pytest.raises(Invalid, match="'city', which the rows lack"):
        model.predict_rows([{key: value for key, value in row.items() if key != "city"}])
    with pytest.raises(Invalid, match="'size' holds numbers; got 'many'"):
        model.predict_rows([{**row, "size": "many"}])
    assert len(model.predict_rows([{**row, "size": 5.5, "city": "Atlantis"}]).values) == 1
    assert len(model.predict_rows([dict.fromkeys(row)]).values) == 1
    assert len(model.predict_rows([]).values) == 0


def test_a_stored_model_predicts_the_same_in_a_clean_process(tmp_path: Path) -> None:
    steps = (*STEPS, step("derive", name="ratio", expression="[x] / [size]"))
    model = train(TABLE, *steps, algorithm="random_forest")
    rows = TABLE.slice(0, 20).to_pylist()
    bundle.save(model, tmp_path / "model", {})
    given = tmp_path / "rows.json"
    given.write_text(json.dumps(rows, default=str))

    script = (
        "import json, sys; from pathlib import Path; from armillary.learning import bundle\n"
        "model = bundle.load(Path(sys.argv[1])); rows = json.loads(Path(sys.argv[2]).read_text())\n"
        "print(json.dumps(model.predict_rows(rows).to_rows()))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "model"), str(given)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert json.loads(done.stdout) == model.predict_rows(rows).to_rows()
    manifest = bundle.read_manifest(tmp_path / "model")
    assert [each["type"] for each in manifest["recipe"]] == [each["type"] for each in steps]
    assert {each["name"] for each in manifest["features"]} == {"x", "size", "city", "day"}


def test_a_changed_recipe_is_seen(tmp_path: Path) -> None:
    bundle.save(train(TABLE, *STEPS), tmp_path, {})
    (tmp_path / "recipe.json").write_bytes(b"{}")

    with pytest.raises(Invalid, match=r"recipe\.json was changed"):
        bundle.load(tmp_path)


def test_a_training_that_is_resumed_is_the_same() -> None:
    recipe = prepared(TABLE, *STEPS)
    whole = fit(recipe.frame, CLASSIFY, "feedforward_nn", {"epochs": 6}, seed=1, recipe=recipe)
    *_, last = whole

    first = prepared(TABLE, *STEPS)
    begun = fit(first.frame, CLASSIFY, "feedforward_nn", {"epochs": 6}, seed=1, recipe=first)
    state = [next(begun) for _ in range(3)][-1].state()
    begun.close()
    second = prepared(TABLE, *STEPS)
    *_, resumed = fit(
        second.frame, CLASSIFY, "feedforward_nn", {"epochs": 6}, seed=1, resume=state,
        recipe=second,
    )  # fmt: skip

    frame = TABLE.to_pandas()
    np.testing.assert_allclose(
        resumed.model().predict(frame).probabilities, last.model().predict(frame).probabilities
    )


@pytest.mark.parametrize(
    "task",
    [
        CLASSIFY,
        Task("regression", "x"),
        Task("classification", "y", group="city"),
        Task("classification", "y", time="day", weight="size"),
        Task("clustering", None),
    ],
    ids=["classes", "gaps", "groups", "weights in time", "no target"],
)
def test_the_columns_that_split_rows_are_all_that_it_is_given(task: Task) -> None:
    def train(is_whole: bool) -> FittedModel:
        recipe = prepared(
            TABLE, step("filter", condition="size > 3"), step("encode", columns=["city"])
        )
        assert recipe.count() == len(recipe.frame) < N
        frame = recipe.frame if is_whole else recipe.beside(task.aside)
        assert list(frame.columns) == list(recipe.names if is_whole else sorted_as_there(task))
        algorithm = "kmeans" if task.kind == "clustering" else "naive_bayes"
        algorithm = "linear_regression" if task.kind == "regression" else algorithm
        *_, last = fit(frame, task, algorithm, {}, seed=0, recipe=recipe)
        return last.model()

    whole, beside = train(True), train(False)

    assert beside.metrics == whole.metrics
    assert (beside.data_hash, beside.schema_hash) == (whole.data_hash, whole.schema_hash)


def sorted_as_there(task: Task) -> list[str]:
    return [name for name in TABLE.column_names if name in task.aside]


def test_a_missing_column_is_told_beside_all_that_are_there() -> None:
    recipe = prepared(TABLE, *STEPS)
    missing = Task("classification", "z"), Task("classification", "y", group="g")

    with pytest.raises(NotFound, match="no column 'z' to predict; it has: 'x', 'size', 'city'"):
        next(fit(recipe.beside(["z"]), missing[0], "naive_bayes", {}, seed=0, recipe=recipe))
    with pytest.raises(NotFound, match="no column 'g' to group rows by"):
        next(fit(recipe.beside(["y", "g"]), missing[1], "naive_bayes", {}, seed=0, recipe=recipe))


def test_the_guard_sees_the_same_in_rows_that_it_asks_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_ROWS", 200)
    table = TABLE.append_column("told", pa.compute.equal(TABLE["y"], "yes"))
    recipe = prepared(table, step("filter", condition="size > 3"), step("scale", columns=["x"]))
    task = Task("classification", "y", time="day")

    found = looking.look_over(recipe.beside(task.aside), task, with_step=False, rows=recipe)

    assert found == looking.look_over(recipe.frame, task, with_step=False)
    assert found.rows < found.of_rows
    assert any("told" in one.columns for one in found.findings)
    assert "looked_at_rows" not in recipe._held_tables()


def test_rows_come_the_same_some_columns_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    def split() -> pd.DataFrame:
        recipe = prepared(TABLE, *STEPS)
        given = recipe.frame
        pd.testing.assert_frame_equal(given, to_frame(TABLE))
        return recipe.split_at(np.arange(0, 500), np.arange(500, N), CLASSIFY, 0).frame

    whole = split()
    monkeypatch.setattr(training, "_MOST_CELLS", 1)

    pd.testing.assert_frame_equal(split(), whole)
