"""Searches that are ended before they have anything to show, driven step by step."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from armillary.capabilities import search, training
from armillary.settings import Settings
from tests.contracts.job_examples.search_run import example
from tests.contracts.workshop import Workshop, open_workshop


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Workshop]:
    settings = Settings(data_dir=tmp_path / "data", argon2_memory_kib=8, rate_limit=0, workers=0)
    with open_workshop(settings) as opened:
        yield opened


def test_ended_before_its_first_trial_it_was_stopped_and_has_not_failed(shop: Workshop) -> None:
    search_id = example.submit(shop, example.prepare(shop))

    def stop(_job_id: str, _number: int) -> None:
        with shop.database.write() as session:
            search.stop(shop.actor, session, search_id)

    job, _ = shop.run(search_id, stop)

    assert (job.state, job.error, job.result) == ("cancelled", None, None)
    with shop.database.read() as session:
        found = search.read_search(shop.actor, session, search_id)["search"]
        told = training.read_timeline(session, search_id)["entries"]
    assert (found["status"], found["error"], found["outcome"]) == ("stopped", None, None)
    assert [(one["what"], one["details"]) for one in told] == [
        ("created", {}),
        ("stopping", {"keeps": "best"}),
        ("stopped", {"is_kept": False}),
    ]
    assert {name for name in shop.files() if name.startswith("searches/")} == set()
