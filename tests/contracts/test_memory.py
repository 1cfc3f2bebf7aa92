"""Training again and again takes no more memory than training once."""

import ctypes
import gc
from contextlib import closing, suppress
from functools import cache
from itertools import islice
from typing import Any

import numpy as np
import psutil
import pytest
from threadpoolctl import threadpool_limits

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.contract import SUPERVISED, Table
from tests.contracts.rotation import taking_turns

ROWS, COLUMNS = 200, 60
TABLE_BYTES = ROWS * COLUMNS * 8
WARM, REPEATS, ROUNDS = 2, 6, 4
# What is fetched once and kept, such as compiled code, comes early; a leak comes every time.
ALLOWED = REPEATS * TABLE_BYTES // 4
# Compiling what UMAP needs takes half a minute; it is t-SNE in all but its map.
ENTRIES = [entry.id for entry in taking_turns() if entry.id != "umap"]
# What a look takes, where the usual one would only take long.
SHORT: dict[str, Any] = {
    "epochs": 3,
    "n_estimators": 3,
    "max_iter": 3,
    "iterations": 300,
    "max_subpopulation": 20,
    "max_trials": 20,
    "n_features_to_select": 55,
    "n_init": 1,
}


@cache
def _table(algorithm_id: str) -> Table:
    entry = get_entry(algorithm_id)
    rng = np.random.default_rng(0)
    algorithm = get_algorithm(entry.id)
    rows = rng.normal(size=(ROWS, COLUMNS)).astype(algorithm.encoding.dtype)
    kind: Any = entry.tasks[0]
    is_classes = kind == "classification" or entry.needs_target
    target = rows[:, 0] > rows[:, 1] if is_classes else np.exp(rows[:, 0])
    target = target.astype(np.int64 if is_classes else np.float64)
    if kind not in SUPERVISED and not is_classes:
        target = np.full(ROWS, -1)
    names = tuple(f"c{place}" for place in range(COLUMNS))
    parts = (rows, target, rows[:50], target[:50])
    return Table(kind, *parts, 2 if is_classes else 0, names)


def _train(entry: CatalogueEntry, number: int) -> None:
    """Look three times, keep a state, ask the model, and leave in the middle."""
    short = {
        name: max(value, int(entry.properties[name].get("minimum", 0)))
        for name, value in SHORT.items()
        if name in entry.properties
    }
    table, algorithm = _table(entry.id), get_algorithm(entry.id)
    running = algorithm.train(table, entry.defaults() | short, np.random.default_rng(number))
    with closing(running):
        *_, last = islice(running, 3)
        model = algorithm.load(last.state().for_predicting())
        model.predict(table.validation_features)


def _resident() -> int:
    """Give the memory that this process holds, once what it does not need is given back."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    return psutil.Process().memory_info().rss


@pytest.mark.filterwarnings("ignore")  # that solvers were cut short
@pytest.mark.parametrize("algorithm_id", ENTRIES)
def test_memory_does_not_grow_with_repeats(algorithm_id: str) -> None:
    entry = get_entry(algorithm_id)
    grown = []
    with threadpool_limits(limits=1):
        for number in range(WARM):
            _train(entry, number)
        for _ in range(ROUNDS):
            before = _resident()
            for number in range(REPEATS):
                _train(entry, number)
            grown.append(_resident() - before)
            if grown[-1] <= ALLOWED:
                return

    pytest.fail(f"it grew by {grown} bytes in {REPEATS} trainings each, round after round")


def test_a_leak_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[Any] = []
    monkeypatch.setitem(
        globals(), "_train", lambda _entry, _number: kept.append(np.ones(TABLE_BYTES // 8))
    )

    with pytest.raises(pytest.fail.Exception, match="round after round"):
        test_memory_does_not_grow_with_repeats("pca")
