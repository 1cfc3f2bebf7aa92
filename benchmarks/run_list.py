"""The list of runs: pages sorted, filtered and searched by anything, beside MLflow.

Aim at 50,000 runs with 50 metrics each: 95 of 100 first pages within 50 ms, whatever they are
sorted by, on SQLite and PostgreSQL. MLflow's `runs/search` is asked the same of 2,000 runs, in
turns with ours of as many. ``ARMILLARY_BENCH_POSTGRES`` names an empty PostgreSQL database;
without it one is started where the package for tests is installed.
"""

import random
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import sqlalchemy as sa

from armillary.base.database import Database
from armillary.capabilities.training.runs.tables import ListedRun, RunTag, RunValue, RunWord
from armillary.capabilities.training.runs.words import words_of
from armillary.capabilities.training.tables import MetricSummary, Training
from armillary.migrations import upgrade
from benchmarks.measure import (
    Result,
    Server,
    absent,
    armillary_on,
    mlflow,
    percentile,
    postgres,
    settle,
    size,
)

RUNS = size(50_000, 300)
SMALL = size(2_000, 100)
METRICS = 50
TIMES = size(60, 3)
AIM_MS = 50.0
_AT_ONCE = 1_000
_WORKSPACE = "ws_demo"
_BEGIN = datetime(2030, 1, 1, tzinfo=UTC)
_NAMES = ("forest", "boosted trees", "dense net", "transformer", "linear")
_STATES = ("completed", "completed", "completed", "completed", "failed", "stopped")


@dataclass(frozen=True)
class Question:
    """One kind of page: the query of ours and the body of MLflow's search."""

    name: str
    draw: Callable[[random.Random], tuple[dict[str, Any], dict[str, Any]]]


def _sorted(rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    name = f"metric_{rng.randrange(METRICS):02}"
    down = rng.random() < 0.5
    order = f"metrics.`{name}` {'DESC' if down else 'ASC'}"
    return {"sort": f"metric:{name}", "descending": down}, {"order_by": [order]}


def _filtered(rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    ours, theirs = _sorted(rng)
    status, their_status = rng.choice([("completed", "FINISHED"), ("failed", "FAILED")])
    said = f"attributes.status = '{their_status}'"
    return {**ours, "status": [status]}, {**theirs, "filter": said}


def _bounded(rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    ours, theirs = _sorted(rng)
    name, bound = f"metric_{rng.randrange(METRICS):02}", rng.choice([0.5, 0.9, 0.99])
    return (
        {**ours, "where": [f"metric:{name}>{bound}"]},
        {**theirs, "filter": f"metrics.`{name}` > {bound}"},
    )


def _searched(rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    word = rng.choice(["forest", "boosted", f"{rng.randrange(RUNS)}"])
    ours, theirs = _sorted(rng)
    return {**ours, "search": word}, {**theirs, "filter": f"attributes.run_name LIKE '%{word}%'"}


def _best(rng: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    name = f"metric_{rng.randrange(METRICS):02}"
    ours = {"sort": f"metric:{name}:best", "tag": [rng.choice(["paper", "rare"])]}
    return ours, {"order_by": [f"metrics.`{name}` DESC"], "filter": "tags.paper = 'yes'"}


QUESTIONS = (
    Question("sorted by a metric", _sorted),
    Question("sorted and filtered by state", _filtered),
    Question("sorted, above a bound of another metric", _bounded),
    Question("sorted and searched", _searched),
    Question("sorted by the best, of a tag", _best),
)


def run() -> Iterator[Result]:
    """Measure the large list on both databases, and the small one in turns with MLflow."""
    with tempfile.TemporaryDirectory(prefix="armillary-bench-") as folder:
        yield from _large(Path(folder), "SQLite", {})
    with (
        postgres("run_list") as found,
        tempfile.TemporaryDirectory(prefix="armillary-bench-") as folder,
    ):
        for address in found or ():
            yield from _large(Path(folder), "PostgreSQL", {"ARMILLARY_DATABASE_URL": address})
    yield from _beside_mlflow()


def _large(folder: Path, kind: str, environment: dict[str, str]) -> Iterator[Result]:
    address = environment.get("ARMILLARY_DATABASE_URL", f"sqlite:///{folder / 'armillary.db'}")
    _fill(address, RUNS)
    with armillary_on(folder, **environment) as server, _client(server) as client:
        everything: list[float] = []
        settle(server)
        held = client.get("/api/training").raise_for_status().json()["total"]
        assert held == RUNS, f"the server lists {held} runs"
        for question in QUESTIONS:
            took = [_ask(client, ours) for ours, _ in _drawn(question)]
            everything += took
            yield _result(f"{RUNS:,} runs on {kind}, {question.name}, p95", percentile(took, 0.95))
        yield _result(f"{RUNS:,} runs on {kind}, all questions, p50", percentile(everything, 0.5))


def _beside_mlflow() -> Iterator[Result]:
    with ExitStack() as stack:
        peer = stack.enter_context(mlflow())
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="armillary-bench-")))
        _fill(f"sqlite:///{folder / 'armillary.db'}", SMALL)
        server = stack.enter_context(armillary_on(folder))
        client = stack.enter_context(_client(server))
        settle(server)
        other = None
        if peer is None:
            absent("run_list", "mlflow")
        else:
            other = stack.enter_context(_client(peer))
            _fill_mlflow(other)
        for question in QUESTIONS:
            ours: list[float] = []
            theirs: list[float] = []
            for asked, their_body in _drawn(question):
                ours.append(_ask(client, asked))
                if other is not None:
                    theirs.append(_ask_mlflow(other, their_body))
            yield _compared(question.name, ours, theirs)


def _compared(name: str, ours: list[float], theirs: list[float]) -> Result:
    value = percentile(ours, 0.95)
    peer = percentile(theirs, 0.95) if theirs else None
    return Result(
        f"{SMALL:,} runs, {name}, p95",
        value,
        "ms",
        "a third of MLflow's",
        None if peer is None else value <= peer / 3,
        "MLflow runs/search",
        peer,
        "" if peer is None else f"{peer / value:.1f}x",
    )


def _result(name: str, value: float) -> Result:
    return Result(f"run list, {name}", value, "ms", f"<= {AIM_MS:.0f} ms", value <= AIM_MS)


def _drawn(question: Question) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    rng = random.Random(question.name)
    for _ in range(TIMES):
        yield question.draw(rng)


def _client(server: Server) -> httpx.Client:
    return httpx.Client(base_url=server.url, timeout=120)


def _ask(client: httpx.Client, query: dict[str, Any]) -> float:
    shown = [f"metric_{place:02}" for place in range(8)]
    begin = time.perf_counter()
    client.get("/api/training", params={**query, "show": shown}).raise_for_status()
    return (time.perf_counter() - begin) * 1000


def _ask_mlflow(client: httpx.Client, body: dict[str, Any]) -> float:
    asked = {"experiment_ids": ["0"], "max_results": 50, **body}
    begin = time.perf_counter()
    client.post("/api/2.0/mlflow/runs/search", json=asked).raise_for_status()
    return (time.perf_counter() - begin) * 1000


def _fill(address: str, runs: int) -> None:
    """Write runs as if they had ended long ago; logging them would take hours."""
    database = Database(address)
    upgrade(database)
    rng = random.Random(7)
    for begin in range(0, runs, _AT_ONCE):
        made = [_make(rng, place) for place in range(begin, min(begin + _AT_ONCE, runs))]
        with database.write() as session:
            for table in (Training, ListedRun, RunTag, RunWord, RunValue, MetricSummary):
                rows = [row for one in made for row in one[table]]
                session.execute(sa.insert(table), rows)
    # What a database that is in use does by itself in the minutes after: PostgreSQL reads an index
    # without its table only where it knows that nobody is still writing there.
    statement = "analyze" if database.is_sqlite else "vacuum analyze"
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(sa.text(statement))
    database.dispose()


def _make(rng: random.Random, place: int) -> dict[Any, list[dict[str, Any]]]:
    run = f"run_{place:08}{rng.randrange(16**8):08x}"
    name = f"{rng.choice(_NAMES)} {place}"
    created = _BEGIN + timedelta(seconds=17 * place)
    values = {"learning_rate": round(rng.random(), 4), "depth": rng.randrange(20), "seed": place}
    tags = [tag for tag, share in (("paper", 0.3), ("rare", 0.002)) if rng.random() < share]
    same = {"run": run, "workspace_id": _WORKSPACE}
    both = {
        "id": run,
        "workspace_id": _WORKSPACE,
        "name": name,
        "source": "external",
        "algorithm_id": rng.choice(["random_forest", "lightgbm"]),
        "dataset_id": f"ds_{place % 7}",
        "created_by": "local",
        "created_at": created,
        "started_at": created,
        "completed_at": created + timedelta(seconds=60),
    }
    state = rng.choice(_STATES)
    training = {"request": {}, "hyperparameters": values, "state": "succeeded"}
    history = {"epochs": list(range(200)), "val_loss": [rng.random() for _ in range(200)]}
    listed = {"status": state, "tags": tags, "has_notes": False, "notes_version": 0, "version": 1}
    curves = [(f"metric_{number:02}", rng.random()) for number in range(METRICS)]
    return {
        Training: [{**both, **training, "training_history": history, "metrics": None}],
        ListedRun: [{**both, **listed, "experiment_id": None, "target": "y"}],
        RunTag: [{**same, "tag": tag} for tag in tags],
        RunWord: [{**same, "word": word} for word in words_of([name, *tags], values)],
        RunValue: [
            {**same, "kind": "parameter", "name": key, "number": float(value), "text": None}
            for key, value in values.items()
        ],
        MetricSummary: [
            {**same, "name": key, "last_step": 200, "last_value": value, "minimum": value / 2}
            | {"maximum": value, "best_value": value}
            for key, value in curves
        ],
    }


def _fill_mlflow(client: httpx.Client) -> None:
    rng = random.Random(7)
    made = [_make(rng, place) for place in range(SMALL)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda one: _log_to_mlflow(client, one), made))


def _log_to_mlflow(client: httpx.Client, made: dict[Any, list[dict[str, Any]]]) -> None:
    listed, root = made[ListedRun][0], "/api/2.0/mlflow/runs"
    begun = client.post(f"{root}/create", json={"experiment_id": "0", "run_name": listed["name"]})
    run_id = begun.raise_for_status().json()["run"]["info"]["run_id"]
    metrics = [
        {"key": row["name"], "value": row["last_value"], "timestamp": 0, "step": 200}
        for row in made[MetricSummary]
    ]
    params = [{"key": row["name"], "value": str(row["number"])} for row in made[RunValue]]
    tags = [{"key": row["tag"], "value": "yes"} for row in made[RunTag]]
    body = {"run_id": run_id, "metrics": metrics, "params": params, "tags": tags}
    client.post(f"{root}/log-batch", json=body).raise_for_status()
    status = "FINISHED" if listed["status"] == "completed" else "FAILED"
    client.post(f"{root}/update", json={"run_id": run_id, "status": status}).raise_for_status()
