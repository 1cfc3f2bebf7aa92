"""Every parameter that is documented is taken at its bounds, and every preset trains."""

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest

from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.contract import SUPERVISED, SetParam, Task
from armillary.learning.fit import fit
from tests.contracts.rotation import taking_turns


def at_bounds(spec: dict[str, Any]) -> list[Any]:
    """Give the extreme values that a schema allows."""
    if "enum" in spec:
        return list(spec["enum"])
    kinds = spec["type"] if isinstance(spec["type"], list) else [spec["type"]]
    if "boolean" in kinds:
        return [False, True]
    if "array" in kinds:
        low, high = spec["items"]["minimum"], spec["items"]["maximum"]
        return [[low] * spec["minItems"], [high] * spec["minItems"], [low] * spec["maxItems"]]
    low = spec.get("minimum", spec.get("exclusiveMinimum"))
    high = spec.get("maximum", spec.get("exclusiveMaximum"))
    if "exclusiveMinimum" in spec:
        low = 1e-3 if high > 1e-3 else math.nextafter(low, high)
    if "exclusiveMaximum" in spec:
        high = math.nextafter(high, low)
    return [low, high, *([None] if "null" in kinds else [])]


# Compiling what UMAP needs takes half a minute; its parameters are those of the map.
ENTRIES = [entry for entry in taking_turns() if entry.id != "umap"]
BOUNDS = [
    pytest.param(entry, task, {name: value}, id=f"{entry.id}-{task[:5]}-{name}-{str(value)[:24]}")
    for entry in ENTRIES
    if entry.derived_from is None  # of these every knob is tried in test_derived_parameters.py
    for task in entry.tasks
    for name, spec in entry.properties.items()
    if task in spec.get("x-tasks", entry.tasks)
    for value in at_bounds(dict(spec))
]
PRESETS = [
    pytest.param(entry, preset, id=f"{entry.id}-{preset['id']}")
    for entry in ENTRIES
    for preset in entry.presets
]
# What a bound is tried with, where alone it would only take long.
QUICK = {"hist_gradient_boosting": {"max_iter": 5}}
# What keeps a training going, where a few steps would know so small a table by heart, or find no
# leaf of enough rows in it.
LASTING = {"adaboost": {"max_depth": 1}, "linear_boosting": {"min_samples_leaf": 5}}


def _table(task: str) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.normal(size=(60, 3)), columns=["a", "b", "c"])
    frame["word"] = rng.choice(["x", "y"], 60)
    frame.loc[::6, "a"] = np.nan
    total = frame["b"] + (frame["word"] == "x")
    if task in SUPERVISED:
        frame["target"] = (
            (total > 0.5).astype(int) if task == "classification" else total - total.min() + 1
        )
    return frame


def _task(entry: CatalogueEntry, kind: str) -> tuple[pd.DataFrame, Task]:
    """Give a table and what is learned of it; some need a target although they predict nothing."""
    table = _table(kind)
    if entry.needs_target:
        table["target"] = _table("classification")["target"]
    return table, Task(kind, "target" if "target" in table else None)


@pytest.mark.parametrize(("entry", "task", "params"), BOUNDS)
def test_every_documented_parameter_is_taken_at_its_bounds(
    entry: CatalogueEntry, task: str, params: dict[str, Any]
) -> None:
    table, asked = _task(entry, task)
    given = QUICK.get(entry.id, {}) | params

    running = fit(table, asked, entry.id, given, seed=0)
    look = next(running)
    running.close()

    predictions = look.model().predict(table)
    assert len(predictions.values) == 60
    if task == "classification":
        assert np.allclose(predictions.probabilities.sum(axis=1), 1.0)
    elif task == "regression":
        assert np.isfinite(predictions.values.astype(float)).all()
    else:
        assert all(np.isfinite(said).all() for said in predictions.described.values())


@pytest.mark.parametrize(("entry", "preset"), PRESETS)
def test_every_preset_trains(entry: CatalogueEntry, preset: dict[str, Any]) -> None:
    table, asked = _task(entry, entry.tasks[0])

    running = fit(table, asked, entry.id, preset["values"], seed=0)
    look = next(running)
    running.close()

    assert look.model().metrics


LIVE = [
    (entry, name)
    for entry in ENTRIES
    for name, spec in entry.properties.items()
    if spec.get("x-live")
]


@pytest.mark.parametrize(("entry", "name"), LIVE)
def test_a_live_parameter_changes_what_comes_next(entry: CatalogueEntry, name: str) -> None:
    def losses(control: SetParam | None) -> list[float]:
        table, asked = _task(entry, entry.tasks[0])
        running = fit(table, asked, entry.id, LASTING.get(entry.id, {}), seed=0)
        looks = [next(running), running.send(control), next(running)]
        running.close()
        return [look.metrics["train_loss"] for look in looks]

    left_alone, steered = losses(None), losses(SetParam(name, 0.5))

    assert steered[0] == left_alone[0]
    assert steered[-1] != left_alone[-1]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_what_cannot_be_steered_is_told_and_training_goes_on(entry: CatalogueEntry) -> None:
    fixed = next(name for name, spec in entry.properties.items() if not spec.get("x-live"))
    table, asked = _task(entry, entry.tasks[0])
    running = fit(table, asked, entry.id, {}, seed=0)
    next(running)

    look = running.send(SetParam(fixed, entry.defaults()[fixed]))
    running.close()

    assert any(f"{fixed} cannot be changed while" in warning for warning in look.warnings)
