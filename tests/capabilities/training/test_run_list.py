"""Whatever is asked of the list of runs, its pages hold what sorting all of them by hand gives."""

import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.errors import BadRequest, Invalid
from armillary.capabilities.training import points
from armillary.capabilities.training.curves import Logged
from armillary.capabilities.training.runs import entries, filters, showing
from armillary.capabilities.training.runs.query import RunQuery
from armillary.capabilities.training.tables import Training
from armillary.migrations import upgrade

ACTOR = Actor.local()
BEGIN = datetime(2030, 1, 1, tzinfo=UTC)
RUNS = 60


@pytest.fixture(params=["sqlite", "postgres"], scope="module")
def database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Database]:
    if request.param == "sqlite":
        opened = Database(f"sqlite:///{tmp_path_factory.mktemp('list') / 'a.db'}")
    else:
        opened = Database(_make_database(request.getfixturevalue("postgres_server")))
    upgrade(opened)
    with opened.write() as session:
        for place in range(RUNS):
            _add(session, place, random.Random(place))
        _add(session, 999, random.Random(999), workspace_id="ws_other")
    yield opened
    opened.dispose()


@pytest.fixture(params=["few", "many"], autouse=True)
def plan(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every query go both ways: as if there were few runs, and as if there were many."""
    if request.param == "many":
        monkeypatch.setattr(filters, "FEW", 3)


def _make_database(server: str) -> str:
    """Make a database that the tests of this file share, which goes with its server."""
    address = sa.make_url(server).set(drivername="postgresql+psycopg")
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text("create database run_list"))
    engine.dispose()
    return address.set(database="run_list").render_as_string(hide_password=False)


def _add(session: Session, place: int, rng: random.Random, workspace_id: str = "") -> None:
    run = f"run_{rng.randrange(10**6):06}_{place}"
    row = Training(
        id=run,
        workspace_id=workspace_id or ACTOR.workspace_id,
        source="external",
        name=f"{rng.choice(['Forest', 'Boosted trees', 'Ümlaut net'])} {rng.randrange(40)}",
        algorithm_id=rng.choice(["random_forest", "lightgbm", None]),
        request={},
        hyperparameters={
            "n_estimators": rng.randrange(5),
            "criterion": rng.choice(["gini", "entropy"]),
        },
        state="running",
        created_by=rng.choice(["ann", "bob"]),
        # Several begin in one moment.
        created_at=BEGIN + timedelta(minutes=place // 3),
    )
    session.add(row)
    tags = [tag for tag in ("fast", "paper", "old") if rng.random() < 0.4]
    entries.add(session, row, rng.choice(["completed", "failed", "running"]), tags)
    if rng.random() < 0.8:
        values = [float(rng.randrange(10)) for _ in range(3)]
        logged = [Logged("val_loss", step, value, BEGIN) for step, value in enumerate(values)]
        points.store(session, run, row.workspace_id, logged)


def pages(database: Database, **asked: Any) -> list[dict[str, Any]]:
    """Give all runs of a query, page after page."""
    found: list[dict[str, Any]] = []
    cursor = None
    with database.read() as session:
        while True:
            query = RunQuery(**{"limit": 17, "show": ["val_loss"], "cursor": cursor, **asked})
            page = showing.list_runs(ACTOR, session, query)
            found += page["sessions"]
            cursor = page["next_cursor"]
            if cursor is None:
                return found


def by_hand(
    everything: list[dict[str, Any]],
    keep: Callable[[dict[str, Any]], bool],
    key: Callable[..., Any],
    down: bool,
) -> list[str]:
    """Sort by hand: those with a value by it and their id, then those without, newest first."""
    runs = [run for run in everything if keep(run)]
    having = [run for run in runs if key(run) is not None]
    lacking = [run for run in runs if key(run) is None]
    having.sort(key=lambda run: (key(run), run["id"]), reverse=down)
    lacking.sort(key=lambda run: (run["created_at"], run["id"]), reverse=True)
    return [run["id"] for run in having + lacking]


def last_loss(run: dict[str, Any]) -> Any:
    return run["curves"].get("val_loss", {}).get("last")


def best_loss(run: dict[str, Any]) -> Any:
    return run["curves"].get("val_loss", {}).get("best")


FILTERS: dict[str, tuple[dict[str, Any], Callable[[dict[str, Any]], bool]]] = {
    "all": ({}, lambda run: True),
    "status": ({"status": ["failed", "running"]}, lambda run: run["status"] != "completed"),
    "tags": ({"tag": ["fast", "paper"]}, lambda run: {"fast", "paper"} <= set(run["tags"])),
    "words": (
        {"search": "TREES gin"},
        lambda run: "trees" in run["name"] and run["hyperparameters"]["criterion"] == "gini",
    ),
    "accents": ({"search": "ümlaut"}, lambda run: "Ümlaut" in run["name"]),
    "bounds": (
        {"where": ["metric:val_loss<5", "parameter:criterion=gini"]},
        lambda run: (
            (last_loss(run) is not None and last_loss(run) < 5)
            and run["hyperparameters"]["criterion"] == "gini"
        ),
    ),
    "several": (
        {
            "algorithm_id": ["lightgbm"],
            "created_by": ["ann"],
            "created_after": BEGIN + timedelta(minutes=10),
        },
        lambda run: (
            (run["algorithm_id"], run["created_by"]) == ("lightgbm", "ann")
            and run["created_at"] >= "2030-01-01T00:10"
        ),
    ),
    "nothing": ({"search": "nowhere"}, lambda run: False),
}
ORDERS: dict[str, Callable[[dict[str, Any]], Any]] = {
    "created": lambda run: run["created_at"],
    "name": lambda run: run["name"],
    "metric:val_loss": last_loss,
    "metric:val_loss:best": best_loss,
    "parameter:n_estimators": lambda run: run["hyperparameters"]["n_estimators"],
    "parameter:criterion": lambda run: run["hyperparameters"]["criterion"],
    "metric:nowhere": lambda run: None,
}


@pytest.mark.parametrize("name", FILTERS)
def test_pages_hold_what_sorting_by_hand_gives(database: Database, name: str) -> None:
    asked, keep = FILTERS[name]
    everything = pages(database)
    assert len(everything) == RUNS
    for sort, key in ORDERS.items():
        for down in (True, False):
            if sort == "name" and not database.is_sqlite:
                continue  # PostgreSQL sorts words by its own rules
            found = [run["id"] for run in pages(database, **asked, sort=sort, descending=down)]
            assert found == by_hand(everything, keep, key, down), (sort, down)


@pytest.mark.parametrize(
    "asked",
    [
        {"sort": "anything"},
        {"sort": "metric:"},
        {"where": ["val_loss<3"]},
        {"where": ["metric:val_loss<low"]},
        {"where": ["parameter:criterion<gini"]},
        {"cursor": "nonsense"},
    ],
)
def test_what_cannot_be_asked_is_told(database: Database, asked: dict[str, Any]) -> None:
    with pytest.raises((Invalid, BadRequest), match="must"), database.read() as session:
        showing.list_runs(ACTOR, session, RunQuery(**asked))
