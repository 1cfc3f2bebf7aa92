"""Eight small trainings at once on two processors, beside the best schedule that there is.

Aim: from the first beginning to the last end at most 1.15 times as long as the best schedule of
eight jobs that each take as long as by themselves. How long that is, is measured in turns with
them, one after another on the same server.
"""

import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import product
from typing import Any

import httpx
import numpy as np

from benchmarks.measure import Result, armillary, size
from benchmarks.work import finish, start, upload

PROCESSORS = 2
ROWS, COLUMNS = size(20_000, 300), 20
ROUNDS = [size(rounds, 3) for rounds in (60, 80, 100, 120, 140, 160, 180, 200)]
TURNS = size(3, 1)
MOST = 1.15
SETTLE_S = size(12.0, 0.0)


def run() -> Iterator[Result]:
    """Take turns and compare."""
    with (
        armillary(ARMILLARY_WORKER_SLOTS=str(PROCESSORS)) as server,
        httpx.Client(base_url=server.url, timeout=300) as client,
    ):
        dataset = upload(client, "table.csv", _table())
        _together(client, dataset, ROUNDS[:PROCESSORS])
        time.sleep(SETTLE_S)
        alone: list[list[float]] = []
        together: list[float] = []
        for _ in range(TURNS):
            alone.append([_together(client, dataset, [rounds]) for rounds in ROUNDS])
            together.append(_together(client, dataset, ROUNDS))
    each = [statistics.median(times) for times in zip(*alone, strict=True)]
    best = _best_schedule(each, PROCESSORS)
    took = statistics.median(together)
    ratio = took / best
    note = f"{took:.2f} s beside {best:.2f} s; by themselves {min(each):.2f} to {max(each):.2f} s"
    yield Result(
        f"{len(ROUNDS)} small jobs on {PROCESSORS} processors beside the best schedule",
        ratio,
        "x",
        f"<= {MOST}x",
        ratio <= MOST,
        "the best schedule",
        1,
        note,
    )


def _table() -> bytes:
    rng = np.random.default_rng(7)
    features = rng.normal(size=(ROWS, COLUMNS)).round(4)
    signal = features @ rng.normal(size=COLUMNS) + rng.normal(size=ROWS) * 2
    lines = [",".join([*(f"x{place}" for place in range(COLUMNS)), "y"])]
    for row, value in zip(features, signal, strict=True):
        lines.append(",".join([*map(str, row), "yes" if value > 0 else "no"]))
    return "\n".join(lines).encode()


def _together(client: httpx.Client, dataset: str, rounds: Sequence[int]) -> float:
    """Train at once and give the seconds from the first beginning to the last end."""
    sessions = [start(client, dataset, "y", "lightgbm", _values(each)) for each in rounds]
    for session in sessions:
        # Asking how it goes is not the jobs'.
        finish(client, session, every_s=1.0)
    found = [client.get(f"/api/jobs/{session}").json()["job"] for session in sessions]
    return (max(_times(found, "finished_at")) - min(_times(found, "started_at"))).total_seconds()


def _values(rounds: int) -> dict[str, Any]:
    return {"n_estimators": rounds, "early_stopping_rounds": None}


def _times(found: Sequence[Mapping[str, Any]], key: str) -> list[datetime]:
    return [datetime.fromisoformat(job[key]) for job in found]


def _best_schedule(each: Sequence[float], processors: int) -> float:
    """Give the least time in which so many processors do all, by trying every distribution."""
    return min(
        max(
            sum(time for time, own in zip(each, chosen, strict=True) if own == processor)
            for processor in range(processors)
        )
        for chosen in product(range(processors), repeat=len(each))
    )
