"""Importing a CSV beside DuckDB's own CSV to Parquet: the same file, threads and compression.

Aims: a dataset that can be used after at most 1.25 times DuckDB's time, its whole report within
twice that time again, and at most 500 MiB of memory for the process that imports. The job's time
runs from its claim to the moment at which the dataset is ready; processor time is that of all
processes below the server, and tells the same on a machine that others use as well.
``BENCH_CSV_ROWS`` gives another size, twelve million rows are 2 GB, and ``BENCH_CSV_REPEATS``
another number of turns.
"""

import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import psutil

from benchmarks.measure import Result, Server, armillary, size

ROWS = size(int(os.environ.get("BENCH_CSV_ROWS", "1000000")), 60_000)
REPEATS = size(int(os.environ.get("BENCH_CSV_REPEATS", "3")), 1)
THREADS = 2
MOST_MIB = 500
_GENERATE = """
import duckdb, sys
duckdb.execute("select setseed(0.5)")
duckdb.execute(f\"\"\"copy (select
  i as id, (random() * 80)::int as age, round(exp(3 + random() * 3), 2) as amount,
  random() - random() as score, case when random() < 0.9 then round(random(), 4) end as rate,
  (random() * 1e6)::int as count, random() < 0.5 as flag,
  ['alpha', 'beta', 'gamma', 'delta, or so'][1 + (random() * 3.99)::int] as color,
  'city ' || (random() * 5000)::int as city, lpad((random() * 99999)::int::varchar, 5, '0') as code,
  date '2015-01-01' + (random() * 3000)::int as day,
  timestamp '2015-01-01' + to_seconds((random() * 1e8)::int) as moment,
  'note number ' || (random() * 1e9)::int || ' of many' as note,
  round(random() * 180 - 90, 6) as latitude, (random() * 1e18)::bigint as large
  from range({sys.argv[2]}) t(i)) to '{sys.argv[1]}' (header)\"\"\")
"""
_COPY = """
import duckdb, json, sys, time
engine = duckdb.connect(config={"threads": int(sys.argv[3])})
engine.execute("set enable_progress_bar = false")
begin = time.perf_counter(), time.process_time()
engine.execute(f"copy (from read_csv('{sys.argv[1]}')) to '{sys.argv[2]}' (format parquet, "
               f"row_group_size 122880, compression {sys.argv[4]})")
end = time.perf_counter(), time.process_time()
print(json.dumps([end[0] - begin[0], end[1] - begin[1]]))
"""


@dataclass(frozen=True)
class Took:
    """How long something took: on the clock, and of the processors."""

    clock_s: float
    processor_s: float


def run() -> Iterator[Result]:
    """Take turns, and compare the fastest of each."""
    with tempfile.TemporaryDirectory(prefix="armillary-bench-") as folder:
        table = Path(folder) / "table.csv"
        _python(_GENERATE, str(table), str(ROWS))
        megabytes = table.stat().st_size / 1e6
        with (
            armillary(ARMILLARY_MAX_UPLOAD_MB="8000", ARMILLARY_WORKERS="1") as server,
            httpx.Client(base_url=server.url, timeout=600) as client,
            _watched(server) as watched,
        ):
            turns = [_turn(client, table, watched) for _ in range(REPEATS)]
    note = f"{megabytes:,.0f} MB, {ROWS:,} x 15, {THREADS} threads, best of {REPEATS}"
    yield from _compare(turns, note)
    peak = watched.peak_mib
    yield Result(
        "CSV import, memory", peak, "MiB", f"<= {MOST_MIB} MiB", peak <= MOST_MIB, note=note
    )


def _compare(turns: Sequence[Sequence[Took]], note: str) -> Iterator[Result]:
    for name, measure in (("", lambda took: took.clock_s), (", processor", _processor)):
        first, second, zstd, snappy = (min(map(measure, each)) for each in zip(*turns, strict=True))
        ours = f"ours {first:.2f} s, theirs {zstd:.2f} s; {note}"
        yield Result(
            f"CSV import{name}", first / zstd, "x", "<= 1.25x", first <= 1.25 * zstd,
            "DuckDB, zstd", 1.0, ours,
        )  # fmt: skip
        theirs = f"theirs {snappy:.2f} s in the codec that it chooses by itself"
        yield Result(
            f"CSV import{name}", first / snappy, "x", "", None, "DuckDB, snappy", 1.0, theirs
        )
        yield Result(
            f"import report{name}", second / zstd, "x", "<= 2x", second <= 2 * zstd,
            "DuckDB, zstd", 1.0, f"ours {second:.2f} s after the import",
        )  # fmt: skip


def _processor(took: Took) -> float:
    return took.processor_s


def _turn(client: httpx.Client, table: Path, watched: "_Watched") -> tuple[Took, Took, Took, Took]:
    """Measure the import, its report, and DuckDB in two codecs."""
    zstd = _copy(table, "zstd")
    first, second = _import(client, table, watched)
    return first, second, zstd, _copy(table, "snappy")


def _import(client: httpx.Client, table: Path, watched: "_Watched") -> tuple[Took, Took]:
    with table.open("rb") as file:
        answer = client.post(
            "/api/data/upload",
            files={"file": (table.name, file)},
            headers={"Prefer": "respond-async"},
        )
    dataset_id = answer.raise_for_status().json()["dataset_id"]
    before = watched.processor_s
    first = _job(client, answer.json()["job_id"])
    between = watched.processor_s
    dataset = client.get(f"/api/datasets/{dataset_id}").json()["dataset"]
    assert dataset["rows"] == ROWS, dataset
    second = _job(client, dataset["report_job_id"]) if dataset["report_job_id"] else 0.0
    after = watched.processor_s
    client.delete(f"/api/datasets/{dataset_id}").raise_for_status()
    return Took(first, between - before), Took(second, after - between)


def _job(client: httpx.Client, job_id: str) -> float:
    while True:
        job: dict[str, Any] = client.get(f"/api/jobs/{job_id}").json()["job"]
        if job["finished_at"]:
            assert job["state"] == "succeeded", job
            begin, end = (datetime.fromisoformat(job[key]) for key in ("started_at", "finished_at"))
            return (end - begin).total_seconds()
        time.sleep(0.1)


def _copy(table: Path, codec: str) -> Took:
    target = table.with_suffix(".parquet")
    took = Took(*json.loads(_python(_COPY, str(table), str(target), str(THREADS), codec)))
    target.unlink()
    return took


def _python(script: str, *arguments: str) -> str:
    command = [sys.executable, "-c", script, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


class _Watched:
    """What the processes below a server have used: processor time, and the most memory of one."""

    def __init__(self) -> None:
        self.peak_mib = 0.0
        self._processor_s: dict[int, float] = {}

    @property
    def processor_s(self) -> float:
        """The processor time of all of them so far, those that have ended too."""
        return sum(self._processor_s.values())

    def look(self, process: psutil.Process, *, at_memory: bool) -> None:
        """Look at one of them; it may be gone."""
        try:
            times = process.cpu_times()
            if at_memory:
                self.peak_mib = max(self.peak_mib, process.memory_full_info().pss / 2**20)
            self._processor_s[process.pid] = times.user + times.system
        except psutil.Error:
            return


@contextmanager
def _watched(server: Server) -> Iterator[_Watched]:
    """Watch the server's workers and what they start."""
    watched = _Watched()
    is_over = threading.Event()

    def watch() -> None:
        looks = 0
        while not is_over.wait(0.05):
            looks += 1
            # Adding up a process's memory holds it up for some milliseconds.
            at_memory = looks % 10 == 0
            for process in psutil.Process(server.process.pid).children(recursive=True):
                watched.look(process, at_memory=at_memory)

    watching = threading.Thread(target=watch)
    watching.start()
    try:
        yield watched
    finally:
        is_over.set()
        watching.join()
