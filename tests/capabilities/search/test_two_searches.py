"""Searches of one or several people that go on at once: their places and their clocks."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from fastapi.testclient import TestClient

from armillary.settings import Settings
from tests.capabilities.search.searches import Searches
from tests.capabilities.search.test_pausing import ENDLESS

BOTH = ENDLESS | {"seconds": 600, "parallel": 2}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of a server whose workers have two places."""
    data_dir = tmp_path_factory.mktemp("data")
    return Settings(data_dir=data_dir, argon2_memory_kib=8, rate_limit=0, workers=0, worker_slots=2)


@pytest.fixture(scope="module")
def searches(client: TestClient, cancer_id: str, until: Callable[..., Any]) -> Searches:
    return Searches(client, cancer_id, until)


@pytest.fixture
def begun(client: TestClient, searches: Searches) -> Iterator[list[str]]:
    """Searches that a test has begun: they are cancelled in the end."""
    ids: list[str] = []
    yield ids
    for search_id in ids:
        client.post(f"/api/jobs/{search_id}/cancel")
        searches.ended(search_id)


def _holders(client: TestClient) -> dict[str, int]:
    """Count the places that each search has for its trials."""
    listed = client.get("/api/jobs?kind=search.trials&state=running").json()["jobs"]
    counts: dict[str, int] = {}
    for one in listed:
        counts[one["parent_id"]] = counts.get(one["parent_id"], 0) + 1
    return counts


def test_two_searches_share_the_places_and_both_come_forward(
    client: TestClient, searches: Searches, begun: list[str], until: Callable[..., Any]
) -> None:
    begun.append(searches.start(**BOTH))
    searches.tried(begun[0])
    until(lambda: _holders(client) == {begun[0]: 2})
    begun.append(searches.start(**BOTH))

    until(lambda: _holders(client) == {begun[0]: 1, begun[1]: 1})

    known = [len(searches.tried(one)) for one in begun]
    for one, count in zip(begun, known, strict=True):
        searches.tried(one, count + 1)
    # Who is left alone has all places again.
    client.post(f"/api/jobs/{begun[0]}/cancel")
    until(lambda: _holders(client) == {begun[1]: 2})


def test_a_search_without_a_place_has_its_time_left_and_ends_at_once(
    client: TestClient, searches: Searches, begun: list[str], until: Callable[..., Any]
) -> None:
    for _ in range(3):
        begun.append(searches.start(**BOTH))
        until(lambda: begun[-1] in _waiting(client) | _holders(client).keys())
    until(lambda: len(_holders(client)) == 2)
    (without,) = set(begun) - _holders(client).keys()

    found = searches.read(without)
    client.post(f"/api/search/{without}/stop")
    ended = searches.ended(without)

    assert found["status"] == "running"
    assert found["started_at"] is None or found["paused_at"] is not None
    if found["deadline"] is not None:
        assert _left_s(found) > 590
    assert ended["status"] == ("completed" if found["trials"].get("complete") else "stopped")


def _waiting(client: TestClient) -> set[str]:
    listed = client.get("/api/jobs?kind=search.trials&state=queued").json()["jobs"]
    return {one["parent_id"] for one in listed}


def _left_s(search: dict[str, Any]) -> float:
    deadline, since = (datetime.fromisoformat(search[name]) for name in ("deadline", "paused_at"))
    return (deadline - since).total_seconds()
