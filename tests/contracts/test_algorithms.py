"""Laws that every algorithm that predicts a column keeps, on a table such as real ones are."""

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from armillary.learning import bundle
from armillary.learning.algorithms import all_algorithms
from armillary.learning.brought.forms import get_form
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import SUPERVISED, Machine, SetParam, State, Task, TaskKind
from armillary.learning.fit import fit
from armillary.learning.fit_snapshot import FitSnapshot
from armillary.learning.going_on import live_names, rounds_name
from armillary.learning.travel import retraining
from armillary.learning.travel.exports import all_exports
from tests.contracts.real_tables import PATIENT, SMALL, as_form, real_table
from tests.contracts.rotation import chosen_algorithms
from tests.contracts.space import MOST_BYTES, taken_by

Case = tuple[str, TaskKind, int]


def _name(case: Case) -> str:
    return "-".join(map(str, case))


CASES: list[Case] = [
    (algorithm.id, kind, n_classes)
    for algorithm in chosen_algorithms()
    for kind in algorithm.tasks
    if kind in SUPERVISED
    for n_classes in ((2, 4) if kind == "classification" else (0,))
]
TOGETHER = 45  # cases that are predicted by one process
RESUMABLE = [case for case in CASES if all_algorithms()[case[0]].resumable]


def _fit(
    case: Case, resume: State | None = None, machine: Machine | None = None
) -> Iterator[FitSnapshot]:
    algorithm_id, kind, n_classes = case
    return fit(
        real_table(kind, n_classes),
        Task(kind, "target"),
        algorithm_id,
        SMALL.get(algorithm_id, {}),
        seed=7,
        resume=resume,
        machine=machine or Machine(),
    )


def _patiently(case: Case) -> Iterator[FitSnapshot]:
    algorithm_id, kind, n_classes = case
    task = Task(kind, "target", features=("a", "b", "c", "d"))
    return fit(real_table(kind, n_classes), task, algorithm_id, PATIENT[algorithm_id], seed=7)


def _clock(step_s: float) -> Machine:
    """Give a machine on which each look at the clock finds it so much later."""
    ticks = itertools.count()
    return Machine(clock=lambda: next(ticks) * step_s)


def _curve(snapshots: list[FitSnapshot]) -> dict[int, dict[str, float]]:
    return {look.step: dict(look.metrics) for look in snapshots if look.metrics}


def _answers(snapshot: FitSnapshot, case: Case) -> list[object]:
    predictions = snapshot.model().predict(real_table(case[1], case[2]))
    found = predictions.values if predictions.probabilities is None else predictions.probabilities
    return found.tolist()


class _Finished(dict[Case, list[FitSnapshot]]):
    """Snapshots by case, each trained when it is first asked for."""

    def __missing__(self, case: Case) -> list[FitSnapshot]:
        self[case] = list(_fit(case))
        return self[case]


@pytest.fixture(scope="module")
def finished() -> dict[Case, list[FitSnapshot]]:
    """Every algorithm's snapshots on each of its tasks, uninterrupted."""
    return _Finished()


class _Elsewhere(dict[str, list[object]]):
    """What saved models predict in a process that has trained nothing, many cases at a time."""

    def __init__(self, finished: dict[Case, list[FitSnapshot]], folder: Path) -> None:
        super().__init__()
        self._finished, self._folder = finished, folder

    def __missing__(self, name: str) -> list[object]:
        place = [_name(case) for case in CASES].index(name)
        first = place - place % TOGETHER
        self.update(self._predict(CASES[first : first + TOGETHER], self._folder / str(first)))
        return self[name]

    def _predict(self, cases: list[Case], folder: Path) -> dict[str, list[object]]:
        for case in cases:
            name = _name(case)
            bundle.save(self._finished[case][-1].model(), folder / name, {"dataset": "ds_x"})
            real_table(case[1], case[2]).to_pickle(folder / f"{name}.pkl")
        done = subprocess.run(
            [sys.executable, "-c", _PREDICT_ALL, str(folder)],
            check=True,
            capture_output=True,
            text=True,
            timeout=100,
        )
        answers: dict[str, list[object]] = json.loads(done.stdout)
        return answers


@pytest.fixture(scope="module")
def elsewhere(
    finished: dict[Case, list[FitSnapshot]],
    tmp_path_factory: pytest.TempPathFactory,
) -> dict[str, list[object]]:
    """What the saved models predict in a process that has trained nothing."""
    return _Elsewhere(finished, tmp_path_factory.mktemp("bundles"))


_PREDICT_ALL = """
import json, sys
from pathlib import Path
import pandas as pd
from armillary.learning import bundle
answers = {}
for folder in sorted(Path(sys.argv[1]).iterdir()):
    if folder.is_dir():
        predictions = bundle.load(folder).predict(pd.read_pickle(f"{folder}.pkl"))
        found = predictions.probabilities
        answers[folder.name] = (predictions.values if found is None else found).tolist()
assert "torch" not in sys.modules, "predicting needs no torch"
print(json.dumps(answers))
"""


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_looks_come_before_the_end_and_the_last_one_is_final(case, finished):
    snapshots = finished[case]

    assert len(snapshots) >= 2
    assert [look.final for look in snapshots] == [False] * (len(snapshots) - 1) + [True]
    assert all(0.0 <= look.fraction <= 1.0 for look in snapshots)
    assert snapshots[-1].fraction == 1.0
    assert snapshots[-1].step == snapshots[-1].total


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_points_have_the_names_of_the_contract(case, finished):
    second = "accuracy" if case[1] == "classification" else "rmse"
    expected = {"train_loss", "val_loss", f"train_{second}", f"val_{second}"}

    assert all(set(look.metrics) in (expected, set()) for look in finished[case])
    assert set(finished[case][-1].metrics) == expected
    assert all(type(value) is float for look in finished[case] for value in look.metrics.values())


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_it_learns_more_than_guessing(case, finished):
    *_, last = _patiently(case) if case[0] in PATIENT else finished[case]
    evaluation = last.evaluation
    overall = evaluation["overall_metrics"]

    if case[1] == "classification":
        assert overall["accuracy"] > 1.2 / case[2]
        assert np.sum(evaluation["confusion_matrix"]) == evaluation["split"]["test"] == 36
    else:
        assert overall["r2"] > 0.2
    assert sum(evaluation["feature_importance"]["importances"]) == pytest.approx(1.0)
    json.dumps(evaluation, allow_nan=False)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_wholly_empty_and_constant_columns_are_told_and_not_needed(case, finished):
    model = finished[case][-1].model()

    assert {"constant", "empty", "empty_text"} <= set(model.preprocess.unused)
    assert any("'empty', 'empty_text'" in warning for warning in model.warnings)
    assert not {"constant", "empty", "empty_text"} & {feature["name"] for feature in model.features}


@pytest.mark.parametrize("case", CASES, ids=_name)
@pytest.mark.parametrize("step_s", [0.0, 10.0])
def test_same_seed_gives_the_same_numbers_however_fast_the_machine(case, step_s, finished):
    expected = finished[case]

    again = list(_fit(case, machine=_clock(step_s)))

    curve, expected_curve = _curve(again), _curve(expected)
    common = curve.keys() & expected_curve.keys()
    assert expected[-1].step in common
    assert {step: curve[step] for step in common} == {step: expected_curve[step] for step in common}
    assert again[-1].evaluation == expected[-1].evaluation
    assert _answers(again[-1], case) == _answers(expected[-1], case)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_closing_at_any_look_leaves_the_best_model_usable(case, finished):
    count = len(finished[case]) - 1
    for place in sorted({0, count // 2, count - 1}):
        running = _fit(case)
        for _ in range(place + 1):
            last = next(running)
        running.close()

        model = last.model()

        assert len(model.predict(real_table(case[1], case[2])).values) == 240
        assert model.evaluation["split"] == {"train": 168, "validation": 36, "test": 36}


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_saved_and_loaded_in_a_clean_process_it_predicts_the_same(case, finished, elsewhere):
    here = _answers(finished[case][-1], case)

    assert elsewhere[_name(case)] == here


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_what_it_leaves_on_disk_is_bounded(case, finished):
    taken = taken_by(finished[case][-1])

    assert max(taken.values()) <= MOST_BYTES, taken


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_form_gets_the_same_answer_as_areal_table(case, finished):
    model = finished[case][-1].model()
    rows = real_table(case[1], case[2]).drop(columns="target").head(12)

    from_form = model.predict_rows([as_form(row) for row in rows.to_dict("records")])

    from_table = model.predict(rows)
    assert from_form.values.tolist() == from_table.values.tolist()


@pytest.mark.parametrize("case", RESUMABLE, ids=_name)
def test_resumed_training_gives_the_numbers_of_uninterrupted_training(case, finished):
    expected = finished[case]
    count = len(expected) - 1
    for place in sorted({0, count // 2, count - 1}):
        running = _fit(case)
        looks = [next(running) for _ in range(place + 1)]
        state = looks[-1].state()
        running.close()

        looks += list(_fit(case, resume=State(dict(state.files), state.resume_only)))

        curve, expected_curve = _curve(looks), _curve(expected)
        common = curve.keys() & expected_curve.keys()
        assert {step: curve[step] for step in common} == {
            step: expected_curve[step] for step in common
        }
        assert looks[-1].step == expected[-1].step in common
        assert looks[-1].evaluation == expected[-1].evaluation
        assert _answers(looks[-1], case) == _answers(expected[-1], case)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_saved_model_keeps_what_it_knew(case, finished, tmp_path: Path):
    model = finished[case][-1].model()

    manifest = bundle.save(model, tmp_path / "model", {"job": "job_1"})
    loaded = bundle.load(tmp_path / "model")

    assert (loaded.task, loaded.features, loaded.seed) == (model.task, model.features, 7)
    assert loaded.metrics == model.metrics
    assert manifest["lineage"] == {"job": "job_1"}
    assert bundle.read_manifest(tmp_path / "model") == manifest


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_every_form_that_comes_back_is_the_same_model(case, finished):
    model, expected = finished[case][-1].model(), _answers(finished[case][-1], case)
    forms = [form for name, form in all_exports().items() if name != "onnx"]  # a graph stays one
    given = {form.id: form.write(model, {}) for form in forms if form.why_not(model) is None}

    back = {name: get_form("bundle").load(data)[0] for name, data in given.items()}

    assert {"native", "safetensors"} & back.keys()
    for name, one in back.items():
        assert (one.task, one.features, one.metrics) == (model.task, model.features, model.metrics)
        assert one.evaluation.keys() == model.evaluation.keys()
        said = one.predict(real_table(case[1], case[2]))
        found = said.values if said.probabilities is None else said.probabilities
        assert found.tolist() == expected, name


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_a_graph_says_what_the_model_says_of_every_row_or_there_is_none(case, finished):
    pytest.importorskip("onnxruntime", reason="ONNX comes with an extra")
    from armillary.learning.travel.exports.onnx import ask

    model, export = finished[case][-1].model(), all_exports()["onnx"]
    reason = export.why_not(model)
    if reason is not None:
        assert "ONNX" in reason or "tree" in reason or "weights" in reason
        return
    frame = real_table(case[1], case[2]).drop(columns="target").astype(object)
    rows = [as_form(row) for row in frame.to_dict("records")]

    said = ask(export.write(model, {}), model, rows)

    # Trees are asked about float64 there: leaves are summed in another order.
    expected = model.predictor.predict(model.encode_rows(rows))
    assert np.allclose(said, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_what_trains_it_anew_elsewhere_is_sound_python(case, finished):
    model = finished[case][-1].model()

    if model.preprocess.is_told_by_means():
        assert "means of the target" in str(retraining.why_not(model))
        return
    assert retraining.why_not(model) is None
    plan = retraining.plan_of(model)
    for name, text in {"learner.py": plan.learner, **plan.files}.items():
        compile(text, name, "exec")
        assert "__" not in text.replace("__init__", "")


@pytest.mark.parametrize("case", RESUMABLE, ids=_name)
def test_resumed_training_first_shows_where_it_stands(case, finished):
    running = _fit(case)
    looks = list(itertools.islice(running, 3))
    running.close()

    resumed = _fit(case, resume=looks[-1].state())
    first = next(resumed)
    resumed.close()

    assert (first.step, first.total) == (looks[-1].step, looks[-1].total)
    assert first.state().files == looks[-1].state().files


@pytest.mark.parametrize("case", RESUMABLE, ids=_name)
def test_a_live_value_of_a_state_counts_as_if_it_were_set_at_that_look(case):
    live = live_names(get_entry(case[0]))
    if not live:
        pytest.skip("it has no live parameter")

    def losses(resume: State, control: SetParam | None) -> list[float]:
        running = _fit(case, resume=resume)
        next(running)
        looks = [running.send(control), next(running)]
        running.close()
        return [look.metrics["train_loss"] for look in looks if look.metrics]

    running = _fit(case)
    state = list(itertools.islice(running, 2))[-1].state()
    running.close()

    held = losses(replace(state, live={live[0]: 0.3}), None)

    assert held == losses(state, SetParam(live[0], 0.3))
    assert held != losses(state, None)


@pytest.mark.parametrize("case", RESUMABLE, ids=_name)
def test_more_rounds_give_the_numbers_of_one_training_of_the_summed_length(case, finished):
    rounds = rounds_name(get_entry(case[0]))
    if rounds is None:
        pytest.skip("it runs until it has converged")
    expected, given = finished[case], SMALL.get(case[0], {})
    task, table = Task(case[1], "target"), real_table(case[1], case[2])
    short = given | {rounds: given.get(rounds, 40) // 2}
    *_, last = fit(table, task, case[0], short, seed=7)

    looks = list(fit(table, task, case[0], given, seed=7, resume=last.state()))

    assert looks[0].step == short[rounds]
    curve, expected_curve = _curve(looks), _curve(expected)
    common = curve.keys() & expected_curve.keys()
    assert expected[-1].step in common
    assert all(curve[step] == expected_curve[step] for step in common)
    assert looks[-1].evaluation == expected[-1].evaluation
