"""Points of curves on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.capabilities.training import external, points
from armillary.capabilities.training.curves import Logged
from armillary.capabilities.training.schemas import ExternalRequest
from armillary.migrations import load_tables
from armillary.realtime import read_events

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A real database with every table."""
    load_tables()
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        opened = Database(request.getfixturevalue("postgres_url"))
    opened.create_all()
    yield opened
    opened.dispose()


@pytest.fixture
def run(database: Database) -> str:
    """An external run."""
    with database.write() as session:
        return external.begin(Actor.local(), session, ExternalRequest(name="mine")).id


def store(database: Database, run: str, *given: tuple[str, int, float | None]) -> None:
    logged = [Logged(name, step, value, NOON) for name, step, value in given]
    with database.write() as session:
        points.store(session, run, "ws_demo", logged)


def test_what_is_stored_is_read_in_step_order(database: Database, run: str) -> None:
    store(database, run, ("loss", 2, 0.25), ("loss", 1, 0.5))
    store(database, run, ("loss", 2, 0.125), ("accuracy", 2, float("nan")))

    with database.read() as session:
        found = points.read(session, run)
        only = points.read(session, run, ["accuracy"])

    assert sorted(found) == [("accuracy", 2, None), ("loss", 1, 0.5), ("loss", 2, 0.125)]
    assert [step for _, step, _ in found] == [1, 2, 2]
    assert only == [("accuracy", 2, None)]


def test_summaries_know_the_last_and_the_extremes(database: Database, run: str) -> None:
    store(database, run, ("loss", 1, 0.5), ("loss", 3, 0.75))
    store(database, run, ("loss", 2, 0.25), ("empty", 1, None))

    with database.read() as session:
        found = points.read_summaries(session, run)

    assert found == {
        "loss": {"step": 3, "last": 0.75, "minimum": 0.25, "maximum": 0.75},
        "empty": {"step": 1, "last": None, "minimum": None, "maximum": None},
    }


def test_points_are_announced_in_their_own_transaction(database: Database, run: str) -> None:
    store(database, run, ("loss", 1, 0.5), ("loss", 2, 0.25))

    with database.read() as session:
        events = read_events(session, f"job:{run}")

    assert [event.type for event in events] == [
        "training.noted",
        "training.created",
        "metrics.logged",
    ]
    assert events[2].data == {"points": [["loss", 1, 0.5], ["loss", 2, 0.25]]}


def test_points_with_long_names_fit_into_events(database: Database, run: str) -> None:
    given = [("ä\\" * 32, step, 1 / 3) for step in range(400)]

    store(database, run, *given)

    with database.read() as session:
        events = read_events(session, f"job:{run}", types=["metrics.logged"])
    told = [tuple(point) for event in events for point in event.data["points"]]
    assert told == given


def test_sessions_are_offered_under_the_name_other_programs_know(
    database: Database, run: str
) -> None:
    with database.read() as session:
        row = session.execute(sa.text("select * from training_sessions")).mappings().one()

    assert set(row) >= {
        "id",
        "experiment_id",
        "hyperparameters",
        "training_history",
        "model_path",
        "status",
        "started_at",
        "completed_at",
    }
    assert (row["id"], row["status"]) == (run, "running")
