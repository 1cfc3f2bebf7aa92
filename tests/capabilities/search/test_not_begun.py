"""Searches that are paused, ended or cancelled before they begin, or at their last step."""

from collections.abc import Iterator
from typing import Any

import pytest

from armillary import jobs
from armillary.base.errors import Conflict
from armillary.capabilities import training
from armillary.capabilities.search import service as search
from armillary.capabilities.search.reading import read_search
from armillary.settings import Settings
from tests.contracts.job_examples.search_run import example
from tests.contracts.workshop import Workshop, open_workshop


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    """A workshop that the tests of this file share; nothing runs in it by itself."""
    data_dir = tmp_path_factory.mktemp("data")
    settings = Settings(data_dir=data_dir, argon2_memory_kib=8, rate_limit=0, workers=0)
    with open_workshop(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def table(shop: Workshop) -> Any:
    return example.prepare(shop)


@pytest.fixture
def queued(shop: Workshop, table: Any) -> str:
    """A search that nobody has begun."""
    return example.submit(shop, table)


def act(shop: Workshop, do: Any, search_id: str) -> None:
    with shop.database.write() as session:
        do(shop.actor, session, search_id)


def read(shop: Workshop, search_id: str) -> dict[str, Any]:
    with shop.database.read() as session:
        found: dict[str, Any] = read_search(shop.actor, session, search_id)["search"]
        return found


def told(shop: Workshop, search_id: str) -> list[str]:
    with shop.database.read() as session:
        return [one["what"] for one in training.read_timeline(session, search_id)["entries"]]


def test_paused_before_it_began_it_begins_when_it_is_resumed(shop: Workshop, queued: str) -> None:
    for _ in range(2):
        act(shop, search.pause, queued)
    paused = read(shop, queued)
    for _ in range(2):
        act(shop, search.resume, queued)
    resumed = read(shop, queued)
    shop.run(queued)

    found = read(shop, queued)
    assert (paused["status"], paused["started_at"], paused["paused_at"]) == ("paused", None, None)
    assert (resumed["status"], found["status"]) == ("queued", "completed")
    assert (found["paused_s"], sum(found["trials"].values())) == (0.0, 3)
    assert told(shop, queued)[:4] == ["created", "pausing", "paused", "resumed"]


@pytest.mark.parametrize("is_paused", [False, True])
@pytest.mark.parametrize("how", [search.stop, jobs.cancel])
def test_ended_before_it_began_it_is_stopped_and_can_be_tried_again(
    shop: Workshop, queued: str, how: Any, is_paused: bool
) -> None:
    if is_paused:
        act(shop, search.pause, queued)

    for _ in range(2):
        act(shop, how, queued)

    found = read(shop, queued)
    assert (found["status"], found["trials"], found["outcome"]) == ("stopped", {}, None)
    with pytest.raises(Conflict, match=r"was stopped\. Retry it"):
        act(shop, search.resume, queued)
    assert told(shop, queued)[-2:] == ["stopping", "stopped"]
    shop.retry(queued)
    shop.run(queued)
    assert read(shop, queued)["outcome"]["model_id"]


def test_ended_while_its_trials_wait_for_a_place_it_needs_none(shop: Workshop, queued: str) -> None:
    shop.claim_once(queued)
    waiting = read(shop, queued)

    act(shop, search.stop, queued)
    job, _ = shop.run(queued)

    assert (waiting["status"], waiting["started_at"]) == ("running", None)
    assert (job.state, read(shop, queued)["status"]) == ("cancelled", "stopped")
    assert read(shop, queued)["trials"] == {}


def test_paused_while_its_trials_wait_for_a_place_it_goes_on_later(
    shop: Workshop, queued: str
) -> None:
    shop.claim_once(queued)

    act(shop, search.pause, queued)
    paused = read(shop, queued)
    act(shop, search.resume, queued)
    shop.run(queued)

    assert (paused["status"], read(shop, queued)["status"]) == ("paused", "completed")


def test_paused_at_its_last_step_it_stacks_when_it_goes_on(shop: Workshop, queued: str) -> None:
    paused: list[dict[str, Any]] = []

    def pause_once(_job_id: str, _number: int) -> None:
        if not paused and shop.job(queued).message == "Stacking the best":
            act(shop, search.pause, queued)
            paused.append(read(shop, queued))

    job, _ = shop.run(queued, pause_once)

    assert [one["status"] for one in paused] == ["pausing"]
    found = read(shop, queued)
    assert (job.state, found["status"]) == ("succeeded", "completed")
    assert found["outcome"]["model_id"]
    assert found["outcome"]["stack"]["members"]
    assert "no time" not in found["outcome"]["stack"]["told"]
    assert {"pausing", "paused", "resumed"} <= set(told(shop, queued))
