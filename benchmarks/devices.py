"""What threads and a graphics card save, beside one thread: same rows, values and seed.

Aim: where our rules grant several threads or the card, training is not slower than on one thread.
``python -m benchmarks devices`` measures it on the machine that it runs on; with fewer than four
processors, or without a card, that part is left out and named.
"""

import os
import statistics
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.computing import threads_worth
from armillary.learning.contract import ONE_THREAD, Machine, Table
from armillary.learning.threads import limited
from benchmarks.measure import Result, size

COLUMNS = 20
RUNS = 3
LEAST_PROCESSORS = 4


@dataclass(frozen=True)
class Case:
    """A training whose time is taken."""

    algorithm_id: str
    rows: int
    params: Mapping[str, Any] = field(default_factory=dict)


THREADED = (
    Case("lightgbm", size(200_000, 400)),
    Case("xgboost", size(200_000, 400)),
    Case("hist_gradient_boosting", size(200_000, 400)),
    Case("random_forest", size(100_000, 400), {"n_estimators": 16}),
)
ON_A_CARD = (
    Case("feedforward_nn", size(50_000, 400),
         {"hidden_layers": [512, 512], "batch_size": 512, "epochs": 3}),
    Case("transformer_nn", size(20_000, 400), {"batch_size": 512, "epochs": 2}),
)  # fmt: skip


def run() -> Iterator[Result]:
    """Take turns with one thread and what would be granted."""
    processors = os.cpu_count() or 1
    for case in THREADED:
        threads = threads_worth(get_entry(case.algorithm_id), case.rows, COLUMNS)
        granted = min(threads, processors - 1)
        if processors < LEAST_PROCESSORS or granted < 2:
            print(f"SKIPPED devices: {case.algorithm_id} is granted one thread here.")
        else:
            yield _compare(case, Machine(threads=granted), f"{granted} threads")
    for case in ON_A_CARD:
        if _has_card():
            yield _compare(case, Machine(device="cuda"), "the graphics card")
        else:
            print(f"SKIPPED devices: no graphics card for {case.algorithm_id}.")


def _has_card() -> bool:
    try:
        import torch
    except ImportError:
        return False
    return torch.cuda.is_available()


def _compare(case: Case, machine: Machine, what: str) -> Result:
    table = _table(case.rows)
    _seconds(case, table, machine)  # what is loaded once
    pairs = [
        (_seconds(case, table, machine), _seconds(case, table, ONE_THREAD)) for _ in range(RUNS)
    ]
    ours, alone = (statistics.median(values) for values in zip(*pairs, strict=True))
    ratio = statistics.median(one / other for one, other in pairs)
    note = f"{ours:.2f} s on {what}, {alone:.2f} s on one thread"
    name = f"{case.algorithm_id} on {case.rows} x {COLUMNS}, {what}"
    return Result(name, ratio, "times", "<= 1", ratio <= 1, note=note)


def _seconds(case: Case, table: Table, machine: Machine) -> float:
    values = get_entry(case.algorithm_id).defaults() | dict(case.params)
    begin = time.perf_counter()
    with limited(machine.threads):
        training = get_algorithm(case.algorithm_id).train(
            table, values, np.random.default_rng(0), machine=machine
        )
        *_, last = training
        last.predictor()
    return time.perf_counter() - begin


def _table(rows: int) -> Table:
    rng = np.random.default_rng(0)
    features = rng.normal(size=(rows, COLUMNS)).astype(np.float32)
    truth = features[:, 0] + features[:, 1] * features[:, 2] + rng.normal(size=rows)
    target = (truth > 0).astype(np.int64)
    held = rows // 5
    names = tuple(f"c{place}" for place in range(COLUMNS))
    return Table("classification", features, target, features[:held], target[:held], 2, names)
