"""A time budget is one for learning: reading a table and loading what learns do not count."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest

from armillary.capabilities.training import StartRequest, fitting, read_timeline, start
from armillary.capabilities.training.recorder import Recorder
from armillary.settings import Settings
from tests.contracts.workshop import Workshop, open_workshop

TABLE = b"a,b,kind\n" + b"".join(b"%d,%d,k%d\n" % (n, n * n % 11, n % 2) for n in range(120))
ROUNDS = 40


class Clock:
    """A clock that somebody else moves."""

    now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def shop(settings: Settings) -> Iterator[Workshop]:
    """Where jobs run in this process."""
    with open_workshop(settings) as opened:
        yield opened


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What a training takes for the time; reading its table and loading libraries take a minute."""
    clock = Clock()

    def slowly(work: Any) -> Any:
        def do(*given: Any, **more: Any) -> Any:
            clock.now += 60
            return work(*given, **more)

        return do

    monkeypatch.setattr(fitting, "Recorder", partial(Recorder, clock=clock))
    monkeypatch.setattr(fitting, "load_for", slowly(fitting.load_for))
    monkeypatch.setattr(fitting.datasets, "read_frame", slowly(fitting.datasets.read_frame))
    return clock


def _train(shop: Workshop, clock: Clock, seconds_a_yield: float) -> list[str]:
    request = StartRequest(
        algorithm_id="lightgbm",
        dataset_id=shop.import_table(TABLE),
        target_column="kind",
        hyperparameters={"n_estimators": ROUNDS, "early_stopping_rounds": None},
        max_seconds=30,
    )
    with shop.database.write() as session:
        job_id = start(shop.actor, session, request).id

    def pass_time(_job: str, _number: int) -> None:
        clock.now += seconds_a_yield

    job, _ = shop.run(job_id, pass_time)
    assert job.state == "succeeded"
    with shop.database.read() as session:
        return [entry["what"] for entry in read_timeline(session, job_id)["entries"]]


def test_reading_and_loading_do_not_count(shop: Workshop, clock: Clock) -> None:
    assert "time_budget_reached" not in _train(shop, clock, seconds_a_yield=0.0)


def test_learning_counts(shop: Workshop, clock: Clock) -> None:
    assert "time_budget_reached" in _train(shop, clock, seconds_a_yield=4.0)
