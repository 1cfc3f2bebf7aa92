"""What a client holds that only listens equals what a fresh fetch gives, whatever happens.

Random facts, cuts, reconnects, restarts of the server and forgetting of old events; the client's
messages are played through the web app's own appliers in Node.
"""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from armillary.settings import Settings

from .listener import WORKSPACE, Listener
from .world import Pointless, World

ROOT = Path(__file__).parents[2]
BUNDLE = ROOT / "web" / "dist-replay" / "apply.mjs"
# Told on a job's own topic alone: a list has them as of the last change of state.
STEPS_OF_A_JOB = {"progress", "step", "total_steps", "unit", "message", "eta_s", "version"}

places = st.integers(0, 5)
points = st.tuples(
    st.sampled_from(["loss", "accuracy"]),
    st.integers(0, 8),
    st.one_of(st.none(), st.floats(-1e6, 1e6)),
)
FACTS = [
    st.tuples(st.just("upload")),
    st.tuples(st.just("end_slow_upload")),
    st.tuples(st.just("delete_dataset"), places),
    st.tuples(st.just("import_dataset"), places),
    st.tuples(st.just("report"), places, st.lists(st.floats(0, 1), max_size=3), st.integers(0, 3)),
    st.tuples(st.just("end_job"), places, st.sampled_from(["succeeded", "failed", "cancelled"])),
    st.tuples(st.just("cancel"), places),
    st.tuples(st.just("retry"), places),
    st.tuples(st.just("add_model")),
    st.tuples(st.just("tag_model"), places, st.sampled_from(["good", "old"])),
    st.tuples(st.just("promote_model"), places),
    st.tuples(st.just("delete_model"), places),
    st.tuples(st.just("add_recipe")),
    st.tuples(st.just("change_recipe"), places, st.sampled_from(["robust", "for trees"])),
    st.tuples(st.just("delete_recipe"), places),
    st.tuples(st.just("begin_run")),
    st.tuples(st.just("log_points"), places, st.lists(points, min_size=1, max_size=5)),
    st.tuples(st.just("begin_search"), places),
    st.tuples(
        st.just("try_values"),
        places,
        st.integers(0, 3),
        st.sampled_from(["running", "complete", "pruned", "failed"]),
        st.floats(-1e6, 1e6),
    ),
    st.tuples(st.just("compact"), places),
]
MOVES = [
    st.tuples(st.just(move)) for move in ("open", "hear", "cut", "connect", "again", "restart")
]
FACTS_OF_RUNS = [
    st.tuples(st.just("begin_run")),
    st.tuples(st.just("log_points"), places, st.lists(points, min_size=1, max_size=5)),
    st.tuples(st.just("change_run"), places, st.sampled_from(["a", "b"]), st.just("paper")),
    st.tuples(st.just("end_run"), places),
    st.tuples(st.just("delete_run"), places),
    st.tuples(st.just("add_experiment")),
    st.tuples(st.just("change_experiment"), places, st.sampled_from(["archived", "active"])),
    st.tuples(st.just("delete_experiment"), places),
]
STORY_OF_RUNS = st.lists(
    st.one_of(*FACTS_OF_RUNS, *(st.tuples(st.just(one)) for one in ("hear", "cut", "restart"))),
    min_size=15,
    max_size=30,
)
STORY = st.lists(st.one_of(*FACTS, *MOVES), min_size=20, max_size=50)
# A story that fails is shown as it is: each shorter one is told in seconds, and there are hundreds.
told_quickly = settings(
    derandomize=True,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
# Without these, much of what follows could not happen.
BEGINNING = [
    ("upload",), ("begin_run",), ("import_dataset", 0), ("begin_search", 0), ("upload",),
    ("add_model",), ("promote_model", 0), ("add_recipe",), ("hear",),
    ("choose", "hyperparameters.rounds", 9), ("choose", "selected_algorithm", "xgboost"),
]  # fmt: skip
SEARCHED = [
    ("try_values", 0, 0, "running", 0.0), ("open",), ("try_values", 0, 1, "running", 0.0),
    ("cut",), ("try_values", 0, 0, "complete", 0.5), ("connect",),
    ("try_values", 0, 1, "failed", 0.1),
]  # fmt: skip


class Story:
    """One server with its people, its worker, and one client that listens."""

    def __init__(self, chosen: Settings, serve: Any, stack: ExitStack) -> None:
        self._settings, self._serve = chosen, serve
        self._server = ExitStack()
        stack.callback(lambda: self._server.close())
        self.client = Listener()
        stack.callback(self.client.cut)
        self._start()
        self.world = World(chosen)
        stack.callback(self.world.close)
        self.world.url = self.client.url
        self.client.connect()
        self.client.open_lists()

    def play(self, name: str, *given: Any) -> None:
        """Let one thing happen; one that cannot happen now does not."""
        with suppress(Pointless):
            act = getattr(self, f"_{name}", None) or getattr(self.world, name)
            act(*given)

    def end(self) -> dict[str, Any]:
        """Have the client hear all there is, and give a fresh fetch of all it shows."""
        self.client.connect()
        while True:
            last = self._last_numbers()
            self.client.hear(last)
            fetched = {view: self.client.fetch(view) for view in self.client.views}
            # Somebody else may have changed something between the two.
            if self._last_numbers() == last:
                return fetched

    def _open(self) -> None:
        for job_id in self.world.jobs:
            self.client.open_job(job_id)
        for run in self.world.runs:
            self.client.open_run(run)
        for search in self.world.searches:
            self.client.open_search(search)

    def _hear(self) -> None:
        self.client.hear(self._last_numbers())

    def _last_numbers(self) -> dict[str, int]:
        return {topic: self.world.last_number(topic) for topic in self.client.topics}

    def _cut(self) -> None:
        self.client.cut()

    def _connect(self) -> None:
        self.client.connect()

    def _again(self) -> None:
        for topic in self.client.topics:
            if topic != WORKSPACE:
                self.client.begin_anew(topic)

    def _restart(self) -> None:
        self._server.close()
        self._start()
        self.world.url = self.client.url
        self.client.connect()

    def _start(self) -> None:
        running = self._server.enter_context(self._serve(self._settings))
        self.client.url = running.url


def replay(steps: list[Any]) -> dict[str, Any]:
    """Play the steps through the page's own appliers."""
    given = json.dumps({"bundle": BUNDLE.as_uri(), "steps": steps})
    script = Path(__file__).with_name("replay.mjs")
    done = subprocess.run(
        ["node", str(script)], input=given, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    held: dict[str, Any] = json.loads(done.stdout)
    return held


def expected_of(view: str, held: Any, fetched: Any) -> Any:
    """Give what a view must hold: a fresh fetch, save what only a job's own topic tells."""
    if view == "runs":
        # An event tells what is listed of a run; parameters and results are fetched.
        return [{key: run[key] for key in known} for run, known in zip(fetched, held, strict=True)]
    if view != "jobs":
        return (
            {**fetched, "last_number": held["last_number"]} if "last_number" in fetched else fetched
        )
    by_id = {job["id"]: job for job in held}
    return [_as_listed(by_id.get(job["id"], {}), job) for job in fetched]


def _as_listed(held: dict[str, Any], job: dict[str, Any]) -> dict[str, Any]:
    if held.get("version", 0) >= job["version"]:
        return job
    return {**job, **{name: held.get(name) for name in STEPS_OF_A_JOB}}


@pytest.fixture(scope="module")
def bundle() -> None:
    if shutil.which("node") is None:
        pytest.skip("Node is not installed: the web app's appliers cannot run")
    if not BUNDLE.is_file():
        pytest.skip("the web app's appliers are not bundled: run `npm run build:replay` in web/")


@pytest.fixture
def tell(serve: Callable[..., AbstractContextManager[Any]]) -> Iterator[Callable[..., Story]]:
    """Give what begins a story on a data folder of its own."""
    stack = ExitStack()

    def begin() -> Story:
        stack.close()
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        chosen = Settings(data_dir=Path(folder), argon2_memory_kib=8, rate_limit=0, workers=0)
        return Story(chosen, serve, stack)

    with stack:
        yield begin


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.usefixtures("bundle")
@settings(told_quickly, max_examples=8)
@given(story=STORY)
@example(story=[("upload",), ("hear",), ("end_slow_upload",)])
@example(story=[("cut",), ("choose", "hyperparameters", {"c": None}), ("choose", "seed")])
@example(
    story=[("open",), ("cut",), ("end_run", 0), ("connect",), ("log_points", 0, [("loss", 1, 0.5)])]
)
@example(story=[("upload",), ("open",), ("import_dataset", 0), ("cut",), ("delete_dataset", 0)])
@example(story=SEARCHED)
def test_a_client_that_listens_holds_what_a_fresh_fetch_gives(
    tell: Callable[..., Story], story: list[Any]
) -> None:
    told = tell()

    for name, *given_values in [*BEGINNING, *story]:
        told.play(name, *given_values)
    fetched = told.end()
    held = replay(told.client.steps)
    for view in told.client.views:
        assert held[view] == expected_of(view, held[view], fetched[view]), view


@pytest.mark.slow
@pytest.mark.usefixtures("bundle")
@settings(told_quickly, max_examples=3)
@given(story=STORY_OF_RUNS)
@example(
    story=[
        ("begin_run",),
        ("add_experiment",),
        ("hear",),
        ("change_run", 1, "a", "paper"),
        ("end_run", 0),
        ("delete_run", 0),
        ("change_experiment", 0, "archived"),
    ]
)
def test_a_client_that_listens_holds_the_runs_and_experiments_there_are(
    tell: Callable[..., Story], story: list[Any]
) -> None:
    told = tell()

    for name, *given_values in [("begin_run",), ("add_experiment",), ("hear",), *story]:
        told.play(name, *given_values)
    fetched = told.end()
    held = replay(told.client.steps)
    for view in told.client.views:
        assert held[view] == expected_of(view, held[view], fetched[view]), view
