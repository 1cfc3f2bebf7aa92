"""Everything that may happen to what people see, done by the product's own code.

It stands for the people and the workers of a server: half of it goes over HTTP, the other half is
written by a process that is not the server and tells it over the bus.
"""

import queue
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from types import SimpleNamespace
from typing import Any

import httpx

from armillary import realtime
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.ids import new_id
from armillary.base.storage import LocalStorage
from armillary.base.values import utc_now
from armillary.capabilities import models
from armillary.capabilities.datasets import service as datasets
from armillary.capabilities.search import board
from armillary.capabilities.search.tables import Trial
from armillary.jobs import fence, moves
from armillary.jobs.claimed import ClaimedJob, Tools
from armillary.jobs.contract import Log, Progress
from armillary.jobs.kinds import JobKinds
from armillary.jobs.reporter import Reporter
from armillary.jobs.runner import Runner
from armillary.jobs.states import CLAIMED
from armillary.learning.search.trial import FoldScore
from armillary.settings import Settings

WITHIN_S = 60.0
CSV = b"a,b\n" + b"".join(b"%d,%d\n" % (row, row % 3) for row in range(20))
GRANTED = {"threads": 1, "memory_bytes": 500_000_000, "gpus": [], "gpu_memory_bytes": 0}


class World:
    """People and workers on one data folder; things are named by their place in order of birth."""

    def __init__(self, settings: Settings) -> None:
        self.actor = Actor.local()
        self.url = ""
        self.jobs: list[str] = []
        self.datasets: list[str] = []
        self.models: list[str] = []
        self.recipes: list[str] = []
        self.runs: list[str] = []
        self.experiments: list[str] = []
        self.searches: list[str] = []
        self._early_ids = [new_id("ds") for _ in range(3)]
        self._database = Database(settings.database_address)
        self._bus = realtime.open_bus(settings)
        realtime.attach(self._database, self._bus)
        storage = LocalStorage(settings.storage_root, settings.storage_mounts)
        self._tools = Tools(settings, self._database, storage, JobKinds.load())

    def close(self) -> None:
        self._bus.close()
        self._database.dispose()

    def upload(self) -> None:
        """Somebody uploads a table."""
        self._add_dataset(new_id("ds"))

    def end_slow_upload(self) -> None:
        """An upload ends that had begun before all others."""
        self._add_dataset(self._early_ids.pop() if self._early_ids else new_id("ds"))

    def delete_dataset(self, place: int) -> None:
        """Somebody removes a table, which cancels its import."""
        self._http("DELETE", f"/api/datasets/{_at(self.datasets, place)}", allowed={404, 409})

    def import_dataset(self, place: int) -> None:
        """A worker runs a whole job."""
        with self._claimed(place) as (job, reporter):
            kind = self._tools.kinds["datasets.import"]
            Runner(kind, [job], reporter, queue.SimpleQueue(), job.claim_number).run()

    def report(self, place: int, fractions: Sequence[float], lines: int) -> None:
        """A worker claims a job, if none has it, and says how it goes."""
        with self._claimed(place) as (job, reporter):
            for fraction in fractions:
                reporter.note(job.id, Progress(fraction, message=f"at {fraction}"))
                with job.write():
                    pass
            for line in range(lines):
                reporter.log(job.id, Log("info", f"line {line} ä"))
            with job.write():
                pass

    def end_job(self, place: int, state: Any) -> None:
        """A worker ends a job, well or not."""
        with self._claimed(place) as (job, _):
            if state == "succeeded":
                job.finish({"rows": 3})
            job.end(state, moves.error("broken", "It broke.") if state == "failed" else None)

    def cancel(self, place: int) -> None:
        """Somebody stops a job."""
        self._http("POST", f"/api/jobs/{_at(self.jobs, place)}/cancel")

    def retry(self, place: int) -> None:
        """Somebody wants a job again."""
        self._http("POST", f"/api/jobs/{_at(self.jobs, place)}/retry", allowed={409})

    def add_model(self) -> None:
        """A training leaves a model."""
        model_id = new_id("model")
        fitted: Any = SimpleNamespace(
            algorithm="random_forest",
            task=SimpleNamespace(kind="classification", target="b", targets=None),
            features=[{"name": "a", "type": "number", "example": 1.5}],
            classes=("0", "1"),
            metrics={"accuracy": 0.5},
            evaluation={"guard": {"findings": [{"severity": "serious"}]}},
            params={"n_estimators": 3},
            recipe=None,
            first=[],
            describes=None,
            targets=None,
            calibration=None,
        )
        bundle = models.StoredBundle(f"models/{model_id}/bundle", 10)
        with self._database.write() as session:
            lineage = models.Lineage(None, None, "a model")
            models.register(self.actor, session, model_id, fitted, bundle, lineage)
        self.models.append(model_id)

    def tag_model(self, place: int, tag: str) -> None:
        """Somebody tags a model."""
        body = {"tags": [tag]}
        self._http("PUT", f"/api/models/{_at(self.models, place)}/tags", body, allowed={404})

    def promote_model(self, place: int) -> None:
        """Somebody makes a model a version, or moves it to production if it is one."""
        address = f"/api/models/{_at(self.models, place)}"
        self._http("POST", f"{address}/register", {"name": "ours"}, allowed={404, 409})
        body = {"stage": "production"}
        self._http("POST", f"{address}/stage", body, allowed={404})

    def delete_model(self, place: int) -> None:
        """Somebody removes a model."""
        address = f"/api/models/{_at(self.models, place)}?force=true"
        self._http("DELETE", address, allowed={404})

    def add_recipe(self) -> None:
        """Somebody keeps a recipe."""
        body = {"name": "scaled", "steps": [{"type": "scale", "params": {}}]}
        self.recipes.append(self._http("POST", "/api/recipes", body)["recipe"]["id"])

    def change_recipe(self, place: int, name: str) -> None:
        """Somebody gives a recipe another name."""
        address = f"/api/recipes/{_at(self.recipes, place)}"
        self._http("PATCH", address, {"name": name}, allowed={404})

    def delete_recipe(self, place: int) -> None:
        """Somebody removes a recipe."""
        self._http("DELETE", f"/api/recipes/{_at(self.recipes, place)}", allowed={404})

    def begin_run(self) -> None:
        """A program elsewhere begins a run."""
        answer = self._http("POST", "/api/training", {"name": "mine"})
        self.runs.append(answer["session_id"])

    def log_points(self, place: int, points: Sequence[tuple[str, int, float | None]]) -> None:
        """It logs points, some of them again."""
        body = [{"name": name, "step": step, "value": value} for name, step, value in points]
        run = _at(self.runs, place)
        self._http("POST", f"/api/training/{run}/log", {"points": body}, allowed={404, 409})

    def change_run(self, place: int, name: str, tag: str) -> None:
        """Somebody names a run, tags it, writes about it and puts it into an experiment."""
        run = _at(self.runs, place)
        body: dict[str, Any] = {"name": name, "tags": [tag], "notes": f"# {name}"}
        if self.experiments:
            body["experiment_id"] = _at(self.experiments, place)
        self._http("PATCH", f"/api/training/{run}", body, allowed={404, 409})

    def end_run(self, place: int) -> None:
        """The program elsewhere has done its work."""
        self._http("POST", f"/api/training/{_at(self.runs, place)}/finish", allowed={404, 409})

    def delete_run(self, place: int) -> None:
        """Somebody removes a run, if it has ended."""
        self._http("DELETE", f"/api/training/{_at(self.runs, place)}", allowed={404, 409})

    def add_experiment(self) -> None:
        """Somebody begins an experiment."""
        answer = self._http("POST", "/api/experiments", {"name": "depths"})
        self.experiments.append(answer["experiment"]["id"])

    def change_experiment(self, place: int, status: str) -> None:
        """Somebody archives an experiment, or brings it back."""
        address = f"/api/experiments/{_at(self.experiments, place)}"
        self._http("PATCH", address, {"status": status}, allowed={404})

    def delete_experiment(self, place: int) -> None:
        """Somebody removes an experiment, if it is empty."""
        address = f"/api/experiments/{_at(self.experiments, place)}"
        self._http("DELETE", address, allowed={404, 409})

    def choose(self, path: str, *value: Any) -> None:
        """Somebody chooses something for the workspace; no value takes away what was there."""
        update = {"path": path} | ({"value": value[0]} if value else {})
        self._http("POST", "/api/workspaces/ws_demo/state", {"updates": [update]})

    def begin_search(self, place: int) -> None:
        """Somebody searches for the best model of a table, if it is imported."""
        body = {
            "dataset_id": _at(self.datasets, place),
            "target_column": "b",
            "problem_type": "classification",
            "algorithms": ["naive_bayes"],
        }
        answer = self._http("POST", "/api/search", body, allowed={404, 409, 422})
        if "search_id" in answer:
            self.searches.append(answer["search_id"])

    def try_values(self, place: int, number: int, state: str, value: float) -> None:
        """A worker begins a trial of a search, or says how one goes that has begun."""
        search_id = _at(self.searches, place)
        with self._database.write() as session:
            if board.claim(session, search_id, "job_test", number, ("naive_bayes", {}), "default"):
                return
            if session.get(Trial, (search_id, number)) is not None:
                board.write_scores(session, search_id, number, [FoldScore((value,), 1, 2)], state)

    def compact(self, place: int) -> None:
        """What was said of a job long ago is forgotten."""
        topic = f"job:{_at(self.jobs, place)}"
        with self._database.write() as session:
            realtime.compact(session, topic, realtime.last_number(session, topic) - 1)

    def last_number(self, topic: str) -> int:
        """Give the number of the newest fact of a topic."""
        with self._database.read() as session:
            return realtime.last_number(session, topic)

    def _add_dataset(self, dataset_id: str) -> None:
        with self._tools.storage.write(datasets.original_key(dataset_id)) as file:
            file.write(CSV)
        upload = datasets.StoredUpload(dataset_id, "t.csv", len(CSV), "0" * 64)
        with self._database.write() as session:
            row = datasets.add(self.actor, session, upload)
        self.datasets.append(dataset_id)
        assert row.job_id is not None
        self.jobs.append(row.job_id)

    @contextmanager
    def _claimed(self, place: int) -> Iterator[tuple[ClaimedJob, Reporter]]:
        """Give a job that a worker holds; one that has ended gives what ends the block at once."""
        job_id = _at(self.jobs, place)
        with self._database.write() as session:
            row = moves.lock(session, job_id)
            assert row is not None
            if row.state == "queued":
                now = utc_now()
                moves.claim(session, row, "worker_test", new_id("claim"), GRANTED, now)
        if row.state not in CLAIMED:
            raise Pointless
        told = Reporter(self._database, {job_id: row.claim_number}, lambda: None)
        try:
            with closing(told):
                yield ClaimedJob(self._tools, row, told), told
        except fence.Superseded as gone:
            # A server's sweeper takes jobs from workers that it does not know.
            raise Pointless from gone

    def _http(
        self,
        method: str,
        path: str,
        body: Any = None,
        allowed: frozenset[int] | set[int] = frozenset(),
    ) -> Any:
        answer = httpx.request(method, self.url + path, json=body, timeout=WITHIN_S)
        assert answer.is_success or answer.status_code in allowed, answer.text
        return answer.json()


class Pointless(Exception):
    """What was to happen cannot happen to this thing now."""


def _at(things: Sequence[str], place: int) -> str:
    if not things:
        raise Pointless
    return things[place % len(things)]
