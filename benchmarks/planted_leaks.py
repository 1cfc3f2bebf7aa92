"""Whether the guard finds planted leaks and leaves honest columns alone.

Aim: 8 kinds of leaks in 30 tables each: at least 95 % are found; of the columns of 60 honest tables
and of the honest columns beside the leaks at most 1 % are flagged. A leak counts as found where a
finding that is serious or a warning names one of its columns, or, of duplicates, names them as
such. Tables are drawn from seeds that nothing else uses, and their range is printed;
``ARMILLARY_LEAKS_SEED`` takes an earlier one again. The peers are asked on the same tables;
`leakcheck` is given a random split, as it wants one.
"""

import json
import os
import secrets
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from armillary.learning.contract import Task
from armillary.learning.guard.looking import look_over
from armillary.learning.target import infer_task
from benchmarks.leak_tables import LEAKS, Planted, draw
from benchmarks.measure import PEERS, SMOKE, Result, absent, size

TABLES, CLEAN = size(30, 2), size(60, 2)
_RECALL, _FLAGGED = 0.95, 0.01
_PEERS = {"targetleak": "targetleak", "leakcheck-ml": "leakcheck"}

Flags = Sequence[Mapping[str, Any]]
"""What was flagged in one table, each ``{columns, kind}``."""


def run() -> Iterator[Result]:
    """Draw the tables, ask everyone, compare."""
    first = int(os.environ.get("ARMILLARY_LEAKS_SEED", 0)) or secrets.randbelow(2**31)
    seeds = range(first, first + max(TABLES, CLEAN))
    print(f"seeds {seeds.start} to {seeds.stop - 1}, of each kind one table a seed", flush=True)
    tables = [draw(kind, seed) for kind in LEAKS for seed in seeds[:TABLES]]
    tables += [draw("clean", seed) for seed in seeds[:CLEAN]]
    began = time.process_time()
    ours = [_ours(table) for table in tables]
    seconds = time.process_time() - began
    peers = {} if SMOKE else dict(_peers(tables))
    yield from _recalls(tables, ours, peers)
    yield from _flagged(tables, ours, peers)
    yield Result(
        "planted leaks, processor time of a table", seconds / len(tables), "s", "-", None,
        note=f"{len(tables)} tables",
    )  # fmt: skip


def _ours(table: Planted) -> Flags:
    kind = infer_task(table.frame[table.target])
    looked = look_over(table.frame, Task(kind, table.target), with_step=False)
    return [
        {"columns": list(one.columns), "kind": one.kind}
        for one in looked.findings
        if one.severity != "notice"
    ]


def _recalls(
    tables: Sequence[Planted], ours: Sequence[Flags], peers: Mapping[str, Sequence[Flags]]
) -> Iterator[Result]:
    for kind in [*LEAKS, "all kinds"]:
        of = [at for at, one in enumerate(tables) if one.kind in (kind,) or kind == "all kinds"]
        of = [at for at in of if tables[at].kind != "clean"]
        recall = _share([_is_found(tables[at], ours[at]) for at in of])
        told = ", ".join(
            f"{name} {_share([_is_found(tables[at], flags[at]) for at in of]):.2f}"
            for name, flags in peers.items()
        )
        is_all = kind == "all kinds"
        yield Result(
            f"planted leaks found, {kind}", recall, "of tables",
            f">= {_RECALL}" if is_all else "-", recall >= _RECALL if is_all else None, note=told,
        )  # fmt: skip


def _flagged(
    tables: Sequence[Planted], ours: Sequence[Flags], peers: Mapping[str, Sequence[Flags]]
) -> Iterator[Result]:
    for where in ("clean tables", "beside leaks"):
        of = [at for at, one in enumerate(tables) if (one.kind == "clean") == (where[0] == "c")]
        share = _honest_flagged([tables[at] for at in of], [ours[at] for at in of])
        told = ", ".join(
            f"{name} {_honest_flagged([tables[at] for at in of], [flags[at] for at in of]):.4f}"
            for name, flags in peers.items()
        )
        yield Result(
            f"honest columns flagged, {where}", share, "of columns", f"<= {_FLAGGED}",
            share <= _FLAGGED, note=told,
        )  # fmt: skip


def _is_found(table: Planted, flags: Flags) -> bool:
    if table.kind == "duplicates":
        return any("duplic" in str(one["kind"]) for one in flags)
    named = {name for one in flags for name in one["columns"]}
    return bool(named & set(table.columns))


def _honest_flagged(tables: Sequence[Planted], flags: Sequence[Flags]) -> float:
    wrong = columns = 0
    for table, found in zip(tables, flags, strict=True):
        shared = {"height", "weight"} if table.kind == "entities" else set()
        honest = set(table.frame.columns) - {table.target, *table.columns} - shared
        columns += len(honest)
        wrong += len(honest & {name for one in found for name in one["columns"]})
    return wrong / max(1, columns)


def _share(found: Sequence[bool]) -> float:
    return sum(found) / max(1, len(found))


def _peers(tables: Sequence[Planted]) -> Iterator[tuple[str, list[Flags]]]:
    with tempfile.TemporaryDirectory() as folder:
        for place, table in enumerate(tables):
            table.frame.to_csv(Path(folder) / f"{place}.csv", index=False)
        for package, module in _PEERS.items():
            python = PEERS / package / "bin" / "python"
            if not python.exists():
                absent("planted leaks", package)
                continue
            script = Path(__file__).with_name("leak_peers.py")
            command = [str(python), str(script), module, folder, str(len(tables)), "outcome"]
            answer = subprocess.run(command, check=True, capture_output=True, text=True)
            yield package, json.loads(answer.stdout)
