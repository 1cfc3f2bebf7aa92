"""How well a search keeps to its seconds, the training and stacking of its best included.

Aim: at most 5 % over, from the beginning of the search to its end, with algorithms that can be
closed at any step, with trials that wait on rungs and go on, and with one whose fits show nothing
until they are done.
"""

import time
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import httpx
import numpy as np

from benchmarks.measure import Result, armillary, size
from benchmarks.work import upload

SECONDS = size(30, 5)
ROWS = size(20_000, 300)
SILENT = {
    "algorithms": ["naive_bayes", "support_vector_machine"],
    "space": {
        "support_vector_machine": {"max_rows": {"fixed": 200_000}, "kernel": {"fixed": "poly"}},
    },
}  # fmt: skip
_AIM = 1.05


def run() -> Iterator[Result]:
    """Search three times, each time against the clock."""
    with armillary() as server, httpx.Client(base_url=server.url, timeout=60) as client:
        dataset = upload(client, "table.csv", _table())
        cases: tuple[tuple[str, dict[str, Any]], ...] = (
            ("chosen algorithms", {}),
            ("halved by rounds", {"halving": True}),
            ("fits that show nothing", SILENT),
        )
        for name, given in cases:
            search = _search(client, dataset, given)
            taken = _seconds(search) / SECONDS
            tried = sum(search["trials"].values())
            note = f"{SECONDS} s, {ROWS} rows, {tried} trials, ended by {_reason(search)}"
            yield Result(
                f"search budget, {name}", taken, "of the budget", f"<= {_AIM}", taken <= _AIM,
                note=note,
            )  # fmt: skip


def _table() -> bytes:
    rng = np.random.default_rng(0)
    numbers = rng.normal(size=(ROWS, 12))
    label = (numbers[:, 0] * numbers[:, 1] + numbers[:, 2] + rng.normal(size=ROWS)) > 0
    lines = [",".join(f"f{place}" for place in range(12)) + ",label"]
    lines += [
        ",".join(f"{value:.5f}" for value in row) + (",yes" if is_yes else ",no")
        for row, is_yes in zip(numbers, label, strict=True)
    ]
    return "\n".join(lines).encode()


def _search(client: httpx.Client, dataset: str, given: dict[str, Any]) -> dict[str, Any]:
    body = {
        "dataset_id": dataset, "target_column": "label", "seconds": SECONDS, "trials": 1000,
        "patience": None, "warm_start": False, **given,
    }  # fmt: skip
    search_id = client.post("/api/search", json=body).raise_for_status().json()["search_id"]
    while True:
        search: dict[str, Any] = client.get(f"/api/search/{search_id}").json()["search"]
        if search["finished_at"] is not None:
            return search
        time.sleep(0.2)


def _seconds(search: dict[str, Any]) -> float:
    begin, end = (datetime.fromisoformat(search[name]) for name in ("started_at", "finished_at"))
    return (end - begin).total_seconds()


def _reason(search: dict[str, Any]) -> str:
    return str((search["outcome"] or {"reason": search["error"]})["reason"])
