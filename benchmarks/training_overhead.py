"""A training as a job beside the bare library loop: same rows, rounds, threads and validation.

Aim: at most 1.05 times the bare loop on a job of 20 s or more, and at most 150 ms more than it on a
short one that follows another. The job's time runs from its claim
to its end, with everything around the loop: loading, encoding, live curves, checkpoints, the
evaluation and the stored model; from submission to end it is given too. Both read Parquet, both
have their libraries imported before the clock starts, and both may use one thread. They take
turns, each going first as often, and the median of the pairs' ratios counts: a machine that is
busy with something else slows both of a pair.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

import httpx
import psutil

from benchmarks.measure import Result, Server, armillary, size
from benchmarks.work import finish, start, upload

ROWS, COLUMNS, ROUNDS = size(200_000, 600), 30, size(900, 5)
PARAMS = {"n_estimators": ROUNDS, "learning_rate": 0.02, "early_stopping_rounds": None}
WARM = PARAMS | {"n_estimators": 1}
PAIRS = size(4, 1)
SHORT_ROWS, SHORT_COLUMNS, SHORT_ROUNDS = size(1_000, 300), 10, size(50, 5)
SHORT = PARAMS | {"n_estimators": SHORT_ROUNDS}
SHORT_PAIRS = size(15, 1)
MOST_MORE_MS = 150
# Processes that jobs are forked from prepare themselves when nothing is asked of them.
SETTLE_S = size(12.0, 0.0)
# Other programs of the machine may not decide how many threads the loop has.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


@dataclass(frozen=True)
class Spent:
    """The seconds of one training by the clock and of processors; of a job, from submission too."""

    clock: float
    processors: float
    submitted: float = 0.0


def run() -> Iterator[Result]:
    """Take turns and compare."""
    with tempfile.TemporaryDirectory(prefix="armillary-bench-") as folder:
        table = Path(folder) / "table"
        _bare("make", table, ROWS, COLUMNS)
        with armillary() as server, httpx.Client(base_url=server.url, timeout=300) as client:
            dataset = upload(client, "table.csv", table.with_suffix(".csv").read_bytes())
            _job(client, server, dataset, WARM)
            yield from _short(client, server, Path(folder) / "short")
            loop = partial(_loop, table, ROUNDS)
            pairs = [_pair(client, server, dataset, PARAMS, loop, n) for n in range(PAIRS)]
    bare = statistics.median(loop.clock for _, loop in pairs)
    note = f"{ROUNDS} rounds on {ROWS} x {COLUMNS}, 1 thread, bare loop {bare:.1f} s"
    is_long = bare >= 20
    yield _result("claim to end", [job.clock / loop.clock for job, loop in pairs], is_long, note)
    whole = [job.submitted / loop.clock for job, loop in pairs]
    yield _result("submission to end", whole, is_long, note)
    processors = [job.processors / loop.processors for job, loop in pairs]
    yield _result("processor time", processors, is_long, note)


def _short(client: httpx.Client, server: Server, table: Path) -> Iterator[Result]:
    """Take turns on a small table, where what is around the loop is nearly all there is."""
    _bare("make", table, SHORT_ROWS, SHORT_COLUMNS)
    dataset = upload(client, "short.csv", table.with_suffix(".csv").read_bytes())
    _job(client, server, dataset, SHORT)
    time.sleep(SETTLE_S)
    loop = partial(_loop, table, SHORT_ROUNDS)
    pairs = [_pair(client, server, dataset, SHORT, loop, n) for n in range(SHORT_PAIRS)]
    note = f"{SHORT_ROUNDS} rounds on {SHORT_ROWS} x {SHORT_COLUMNS}"
    for name, more in (
        ("claim to end", [job.clock - loop.clock for job, loop in pairs]),
        ("submission to end", [job.submitted - loop.clock for job, loop in pairs]),
        ("processor time", [job.processors - loop.processors for job, loop in pairs]),
    ):
        ms = statistics.median(more) * 1000
        told = f"{note}; least {min(more) * 1000:.0f}, most {max(more) * 1000:.0f}"
        is_met = ms <= MOST_MORE_MS if name == "claim to end" else None
        yield Result(
            f"short training beside the bare loop, {name}",
            ms,
            "ms more",
            f"<= {MOST_MORE_MS} ms more",
            is_met,
            note=told,
        )


def _pair(
    client: httpx.Client,
    server: Server,
    dataset: str,
    params: dict[str, object],
    loop: Callable[[], Spent],
    number: int,
) -> tuple[Spent, Spent]:
    if number % 2:
        bare = loop()
        return _job(client, server, dataset, params), bare
    job = _job(client, server, dataset, params)
    return job, loop()


def _job(client: httpx.Client, server: Server, dataset: str, params: dict[str, object]) -> Spent:
    before = _processors(server)
    session = start(client, dataset, "y", "lightgbm", params)
    # Asking how it goes is not the job's: a page listens instead.
    finish(client, session, every_s=1.0)
    processors = _processors(server) - before
    job = client.get(f"/api/jobs/{session}").json()["job"]
    created, begin, end = (
        datetime.fromisoformat(job[key]) for key in ("created_at", "started_at", "finished_at")
    )
    return Spent((end - begin).total_seconds(), processors, (end - created).total_seconds())


def _processors(server: Server) -> float:
    """Add up what the server and all its processes have spent, those that have ended too."""
    root = psutil.Process(server.process.pid)
    return sum(sum(one.cpu_times()[:4]) for one in [root, *root.children(recursive=True)])


def _loop(table: Path, rounds: int) -> Spent:
    return Spent(*json.loads(_bare("loop", table, rounds)))


def _bare(verb: str, table: Path, *sizes: int) -> str:
    script = str(Path(__file__).with_name("bare_lightgbm.py"))
    command = [sys.executable, script, verb, str(table), *map(str, sizes)]
    done = subprocess.run(
        command, env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, text=True, check=True
    )
    return done.stdout


def _result(name: str, ratios: list[float], is_long: bool, note: str) -> Result:
    ratio = statistics.median(ratios)
    each = ", ".join(f"{one:.3f}" for one in ratios)
    is_met = ratio <= 1.05 if is_long else None
    name, note = f"training overhead, LightGBM, {name}", f"{note}; pairs {each}"
    return Result(name, ratio, "x", "<= 1.05x", is_met, "bare loop", 1, note)
