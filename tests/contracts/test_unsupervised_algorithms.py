"""Laws that every algorithm without a target keeps, on a table with gaps, words and dates."""

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import make_blobs

from armillary.learning import bundle
from armillary.learning.algorithms import all_algorithms
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import SUPERVISED, Machine, State, Task, TaskKind
from armillary.learning.fit import fit
from armillary.learning.fit_snapshot import FitSnapshot
from tests.contracts.rotation import chosen_algorithms
from tests.contracts.space import MOST_BYTES, taken_by

Case = tuple[str, TaskKind]

CASES: list[Case] = [
    (algorithm.id, kind)
    for algorithm in chosen_algorithms()
    for kind in algorithm.tasks
    if kind not in SUPERVISED
    # Compiling what UMAP needs takes half a minute, and it is t-SNE in all but its map.
    if algorithm.id != "umap"
]
RESUMABLE = [case for case in CASES if all_algorithms()[case[0]].resumable]
FIRST = [case for case in CASES if get_entry(case[0]).transforms]
# Enough steps to be interrupted, few enough to be quick.
SMALL: dict[str, dict[str, object]] = {
    "autoencoder": {"epochs": 12, "learning_rate": 0.01, "dropout_rate": 0.1},
    "isolation_forest": {"n_estimators": 40},
    "t_sne": {"iterations": 300},
}


def _table() -> pd.DataFrame:
    """Give 240 rows in three groups, with everything that real tables have, and some outliers."""
    numbers, group = make_blobs(240, 4, centers=3, cluster_std=0.8, random_state=3)
    rng = np.random.default_rng(4)
    far = rng.random(240) < 0.05
    numbers[far] += rng.normal(size=(int(far.sum()), 4)) * 8
    frame = pd.DataFrame(numbers, columns=["a", "b", "c", "d"])
    frame.loc[rng.random(240) < 0.1, "a"] = np.nan
    frame.loc[5, "b"] = np.inf
    frame["colour"] = rng.choice(["red", "green", "blue"], 240)
    frame.loc[::9, "colour"] = None
    frame["when"] = pd.date_range("2024-01-01", periods=240, freq="7h")
    frame.loc[3, "when"] = pd.NaT
    frame["is_open"] = rng.random(240) < 0.5
    frame["constant"] = "same"
    frame["empty"] = np.nan
    frame["group"] = np.array(["one", "two", "three"])[group]
    frame["far"] = far
    return frame


TABLE = _table()
LABELS = {"clustering": "group", "anomaly_detection": "far", "dimensionality_reduction": "group"}
FEATURES = ("a", "b", "c", "d", "colour", "when", "is_open", "constant", "empty")


def _task(case: Case, *, is_labelled: bool = True) -> Task:
    target = LABELS.get(case[1]) if is_labelled else None
    if get_entry(case[0]).needs_target:
        target = "group"
    return Task(case[1], target, FEATURES)


def _fit(
    case: Case, resume: State | None = None, machine: Machine | None = None
) -> Iterator[FitSnapshot]:
    small = SMALL.get(case[0], {})
    return fit(
        TABLE, _task(case), case[0], small, seed=7, resume=resume, machine=machine or Machine()
    )


def _clock(step_s: float) -> Machine:
    ticks = itertools.count()
    return Machine(clock=lambda: next(ticks) * step_s)


def _said(snapshot: FitSnapshot) -> dict[str, list[object]]:
    described = snapshot.model().predict(TABLE).described
    return {name: values.tolist() for name, values in described.items()}


def _curve(snapshots: list[FitSnapshot]) -> dict[int, dict[str, float]]:
    return {look.step: dict(look.metrics) for look in snapshots if look.metrics}


def _name(case: Case) -> str:
    return "-".join(case)


class _Finished(dict[Case, list[FitSnapshot]]):
    """Snapshots by case, each trained when it is first asked for."""

    def __missing__(self, case: Case) -> list[FitSnapshot]:
        self[case] = list(_fit(case))
        return self[case]


@pytest.fixture(scope="module")
def finished() -> dict[Case, list[FitSnapshot]]:
    """Every algorithm's snapshots on each of its tasks, uninterrupted."""
    return _Finished()


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_last_look_is_final_and_says_what_was_found(case, finished):
    looks = finished[case]
    evaluation = looks[-1].evaluation

    assert [look.final for look in looks] == [False] * (len(looks) - 1) + [True]
    assert len(looks) >= 2
    assert looks[-1].step == looks[-1].total
    assert all(0.0 <= look.fraction <= 1.0 for look in looks)
    assert all(type(value) is float for look in looks for value in look.metrics.values())
    assert evaluation["split"] == {"train": 168, "validation": 36, "test": 36}
    assert evaluation["described"]["kind"] == case[1]
    assert {"constant", "empty"} <= set(looks[-1].model().preprocess.unused)
    json.dumps(evaluation, allow_nan=False)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_it_finds_what_is_there(case, finished):
    found = finished[case][-1].evaluation["overall_metrics"]
    if case[1] in LABELS:
        # By the columns that matter; groups without the rows that lie far off.
        rows = TABLE if case[1] == "anomaly_detection" else TABLE[~TABLE["far"]]
        task = Task(case[1], LABELS[case[1]], ("a", "b", "c", "d"))
        *_, last = fit(rows, task, case[0], SMALL.get(case[0], {}), seed=7)
        found = last.evaluation["overall_metrics"]

    if case[1] == "clustering":
        assert found["adjusted_rand"] > 0.7
        assert found["silhouette"] > 0.3
    elif case[1] == "anomaly_detection":
        assert found["auc"] > 0.85
        assert 0.0 <= found["share_unusual"] <= 0.3
    elif case[1] == "dimensionality_reduction":
        assert found["trustworthiness"] > 0.75
        assert found["same_label"] > 0.6
    else:
        assert found["columns_out"] >= 1


@pytest.mark.parametrize("case", [case for case in CASES if case[1] in LABELS], ids=_name)
def test_labels_judge_and_are_never_learned_from(case, finished):
    unlabelled = fit(TABLE, _task(case, is_labelled=False), case[0], SMALL.get(case[0], {}), seed=7)
    *_, last = unlabelled

    assert _said(last) == _said(finished[case][-1])


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_same_seed_gives_the_same_numbers_however_fast_the_machine(case, finished):
    again = list(_fit(case, machine=_clock(10.0)))

    assert again[-1].evaluation == finished[case][-1].evaluation
    assert _said(again[-1]) == _said(finished[case][-1])


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_closing_at_any_look_leaves_a_model_that_can_be_asked(case, finished):
    count = len(finished[case]) - 1
    for place in sorted({0, count // 2}):
        running = _fit(case)
        for _ in range(place + 1):
            last = next(running)
        running.close()

        said = last.model().predict(TABLE)

        assert len(said.values) == 240
        assert all(np.isfinite(values).all() for values in said.described.values())


@pytest.mark.parametrize("case", RESUMABLE, ids=_name)
def test_resumed_training_gives_the_numbers_of_uninterrupted_training(case, finished):
    expected = finished[case]
    running = _fit(case)
    looks = [next(running) for _ in range(len(expected) // 2)]
    state = looks[-1].state()
    running.close()

    looks += list(_fit(case, resume=State(dict(state.files), state.resume_only)))

    curve, expected_curve = _curve(looks), _curve(expected)
    assert {step: curve[step] for step in expected_curve} == expected_curve
    assert looks[-1].evaluation == expected[-1].evaluation
    assert _said(looks[-1]) == _said(expected[-1])


_PREDICT_ALL = """
import json, sys
from pathlib import Path
import pandas as pd
from armillary.learning import bundle
answers = {}
table = pd.read_pickle(Path(sys.argv[1]) / "table.pkl")
for folder in sorted(Path(sys.argv[1]).iterdir()):
    if folder.is_dir():
        described = bundle.load(folder).predict(table).described
        answers[folder.name] = {name: values.tolist() for name, values in described.items()}
assert "torch" not in sys.modules, "predicting needs no torch"
print(json.dumps(answers))
"""


@pytest.fixture(scope="module")
def elsewhere(finished, tmp_path_factory) -> dict[str, dict[str, list[object]]]:
    """What the saved models say in a process that has trained nothing."""
    folder = tmp_path_factory.mktemp("bundles")
    TABLE.to_pickle(folder / "table.pkl")
    for case in CASES:
        bundle.save(finished[case][-1].model(), folder / _name(case), {"dataset": "ds_x"})
    done = subprocess.run(
        [sys.executable, "-c", _PREDICT_ALL, str(folder)],
        check=True,
        capture_output=True,
        text=True,
        timeout=100,
    )
    answers: dict[str, dict[str, list[object]]] = json.loads(done.stdout)
    return answers


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_saved_and_loaded_in_a_clean_process_it_says_the_same(case, finished, elsewhere):
    assert elsewhere[_name(case)] == _said(finished[case][-1])


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_what_it_leaves_on_disk_is_bounded(case, finished):
    taken = taken_by(finished[case][-1])

    assert max(taken.values()) <= MOST_BYTES, taken


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_form_gets_the_same_answer_as_a_table(case, finished):
    model = finished[case][-1].model()
    rows = TABLE.head(12).astype(object).where(TABLE.head(12).notna(), None)
    rows = rows.replace({np.inf: None}).to_dict("records")
    for row in rows:
        row["when"] = row["when"] and row["when"].isoformat()

    answers = model.predict_rows(rows).to_rows()

    for name, values in _said(finished[case][-1]).items():
        assert [row["described"][name] for row in answers] == pytest.approx(values[:12])


@pytest.mark.parametrize("case", FIRST, ids=_name)
def test_it_goes_before_a_learner_and_travels_with_it(case, tmp_path: Path):
    step = {"algorithm_id": case[0], "hyperparameters": SMALL.get(case[0], {})}
    task = Task("classification", "group", ("a", "b", "c", "d"))
    *_, last = fit(TABLE, task, "logistic_regression", {}, seed=7, first=[step])
    model = last.model()

    bundle.save(model, tmp_path / "model", {})
    loaded = bundle.load(tmp_path / "model")

    assert loaded.first[0]["algorithm_id"] == case[0]
    assert loaded.metrics["accuracy"] > 0.6
    assert loaded.predict(TABLE).values.tolist() == model.predict(TABLE).values.tolist()
