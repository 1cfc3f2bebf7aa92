"""Short work passes large imports on a machine of two threads and two places."""

from collections import Counter
from typing import Any

import pytest

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.jobs import holdings
from armillary.jobs.claims import Taker, take
from armillary.jobs.kinds import JobKinds
from armillary.jobs.lanes import Capacity, Places
from armillary.jobs.machine import host_name
from tests.support.databases import migrated

GIB = 1 << 30
LARGE = {"size_bytes": 2_000_000_000}
SMALL = {"size_bytes": 2_000}
TALL = {**LARGE, "rows": 10_000_000}
ADDRESS = {"size_bytes": 0, "url": "http://127.0.0.1/a.csv"}


class Shop:
    """A queue, and the one worker that takes from it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._running: Counter[Any] = Counter()
        capacity = Capacity(threads=2, memory_bytes=16 * GIB)
        self._taker = Taker("worker", host_name(), None, capacity, JobKinds.load())
        with database.write() as session:
            holdings.register(session, "worker", 1, slots=2, is_embedded=False, reserved_for=None)

    def submit(self, kind: str, given: dict[str, Any]) -> str:
        """Queue a job about some file."""
        params = {"dataset_id": "ds_a", "filename": "a.csv", **given}
        with self._database.write() as session:
            return jobs.submit(Actor.local(), session, kind, params).id

    def take(self) -> list[str]:
        """Begin what finds a place beside what has begun already."""
        with self._database.write() as session:
            claims = take(session, self._taker, Places(2, self._running)).claims
        self._running.update(claim.lane for claim in claims)
        return [job_id for claim in claims for job_id in claim.numbers]


@pytest.fixture
def shop(settings, open_database) -> Shop:
    return Shop(open_database(migrated(settings).database_address))


@pytest.mark.parametrize(
    "long",
    [
        [("datasets.import", LARGE)] * 3,
        [("datasets.import", LARGE), ("datasets.report", TALL)],
        [("datasets.report", TALL)] * 2,
    ],
)
def test_files_and_addresses_do_not_wait_for_large_imports_and_reports(shop, long):
    for kind, given in long:
        shop.submit(kind, given)
    assert len(shop.take()) == 1  # each wants both threads

    fetched = shop.submit("datasets.fetch", ADDRESS)
    small = shop.submit("datasets.import", SMALL)

    assert shop.take() == [fetched, small]


def test_a_small_file_does_not_wait_for_what_has_taken_every_place(shop):
    for _ in range(3):
        shop.submit("datasets.fetch", ADDRESS)
    shop.submit("datasets.import", LARGE)
    assert len(shop.take()) == 3

    small = shop.submit("datasets.import", SMALL)

    assert shop.take() == [small]
