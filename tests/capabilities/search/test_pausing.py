"""Searches that stand still and go on: their trials, their clock, and who did it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.capabilities.search.searches import Searches

# A trial of it ends soon enough, and there is always another.
ENDLESS = {
    "algorithms": ["random_forest"],
    "space": {"random_forest": {"n_estimators": {"fixed": 60}}},
    "trials": 1000,
    "patience": None,
    "warm_start": False,
    "folds": 3,
    "stack": False,
}


@pytest.fixture(scope="module")
def searches(client: TestClient, cancer_id: str, until: Callable[..., Any]) -> Searches:
    return Searches(client, cancer_id, until)


@pytest.fixture
def search_id(client: TestClient, searches: Searches) -> Iterator[str]:
    """A search that has a trial, and more time than it will need; it is cancelled in the end."""
    begun = searches.start(**ENDLESS, seconds=600)
    searches.tried(begun)
    yield begun
    client.post(f"/api/jobs/{begun}/cancel")
    searches.ended(begun)


def _ask(client: TestClient, search_id: str, what: str) -> Any:
    return client.post(f"/api/search/{search_id}/{what}")


def _left_s(search: dict[str, Any]) -> float:
    """How long its clock would go on, were it let go now."""
    deadline, paused_at = (
        datetime.fromisoformat(search[name]) for name in ("deadline", "paused_at")
    )
    return (deadline - paused_at).total_seconds()


def test_it_stands_still_with_its_clock_and_goes_on_with_what_was_left(
    client: TestClient, searches: Searches, search_id: str, cancer_id: str, finished: Any
) -> None:
    answer = _ask(client, search_id, "pause")
    again = _ask(client, search_id, "pause")
    paused = searches.status(search_id, "paused")
    held = searches.trials(search_id, "number")
    body = {"algorithm_id": "naive_bayes", "dataset_id": cancer_id, "target_column": "diagnosis"}
    other = finished(client.post("/api/train/start", json=body).json()["session_id"])
    still = searches.read(search_id)
    since = searches.trials(search_id, "number")
    _ask(client, search_id, "resume")
    resumed = _ask(client, search_id, "resume")
    searches.tried(search_id, len(_complete(held)) + 1)
    gone_on = searches.read(search_id)

    assert answer.json()["status"] in ("pausing", "paused")
    assert (again.status_code, resumed.status_code, other["status"]) == (200, 200, "completed")
    assert (still["status"], since, still["paused_at"]) == ("paused", held, paused["paused_at"])
    assert _left_s(still) == _left_s(paused) < 600
    assert (gone_on["status"], gone_on["paused_at"]) == ("running", None)
    moved = datetime.fromisoformat(gone_on["deadline"]) - datetime.fromisoformat(still["deadline"])
    assert moved.total_seconds() == pytest.approx(gone_on["paused_s"], abs=0.001)
    assert gone_on["paused_s"] > 0.0
    # What had come to its end stays as it was; what was under way began anew under its number.
    after = {one["number"]: one for one in searches.trials(search_id)}
    assert [after[one["number"]] for one in _complete(held)] == _complete(held)
    told = client.get(f"/api/search/{search_id}/timeline").json()["entries"]
    assert [(one["what"], one["by"]["name"]) for one in told] == [
        (what, told[0]["by"]["name"]) for what in ("created", "pausing", "paused", "resumed")
    ]


def _complete(trials: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [one for one in trials if one["state"] == "complete"]


def test_ended_while_it_is_paused_it_trains_the_best_that_it_had(
    client: TestClient, searches: Searches, search_id: str
) -> None:
    _ask(client, search_id, "pause")
    searches.status(search_id, "paused")
    known = {one["number"] for one in searches.trials(search_id)}

    _ask(client, search_id, "stop")

    found = searches.ended(search_id)
    assert (found["status"], found["outcome"]["reason"]) == ("completed", "stopped")
    assert found["outcome"]["model_id"]
    assert {one["number"] for one in searches.trials(search_id)} == known
    assert found["trials"].get("running") is None
    refused = _ask(client, search_id, "pause")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert "this one has succeeded" in refused.json()["detail"]


def test_cancelled_while_it_is_paused_it_ends_at_once_and_keeps_its_trials(
    client: TestClient, searches: Searches, search_id: str
) -> None:
    _ask(client, search_id, "pause")
    searches.status(search_id, "paused")

    client.post(f"/api/jobs/{search_id}/cancel")

    found = searches.read(search_id)
    assert (found["status"], found["paused_at"]) == ("stopped", None)
    assert found["trials"]["complete"] >= 1
    assert found["trials"].get("running") is None


def test_paused_while_its_best_is_trained_it_goes_on_with_that(
    client: TestClient, searches: Searches, until: Callable[..., Any]
) -> None:
    many = {"random_forest": {"n_estimators": {"fixed": 1000}}}
    search_id = searches.start(**ENDLESS | {"trials": 1, "space": many, "folds": 1})
    until(lambda: searches.read(search_id)["outcome"])

    answer = _ask(client, search_id, "pause")
    state = searches.read(search_id)["status"]
    _ask(client, search_id, "resume")

    # It may have come to its end before it was asked.
    assert (answer.status_code, state) in ((200, "pausing"), (200, "paused"), (409, "completed"))
    found = searches.ended(search_id)
    assert (found["status"], found["error"]) == ("completed", None)
    assert found["outcome"]["model_id"]
