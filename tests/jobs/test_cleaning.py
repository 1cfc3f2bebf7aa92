"""Named leases: of all who could clean, one does."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from armillary.jobs import leases
from armillary.jobs.cleaning import Cleaner, Duty
from armillary.jobs.tables import Lease

from .conftest import Engine


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An engine on each database."""
    name = "engine" if request.param == "sqlite" else "postgres_engine"
    opened: Engine = request.getfixturevalue(name)
    return opened


@dataclass
class Steps:
    """Work of some steps, which tells who did them."""

    holder: str
    trace: list[str]
    left: int = 3

    def step(self) -> float | None:
        if not self.left:
            return None
        self.left -= 1
        self.trace.append(self.holder)
        return 0.0


@dataclass
class Team:
    """Cleaners on one database."""

    engine: Engine
    trace: list[str] = field(default_factory=list)

    def cleaner(self, holder: str, steps: int = 3, die_after: int | None = None) -> Cleaner:
        """Make one; it may be told to stop after some steps, and then leaves its lease behind."""
        paused: list[float] = []

        def pause(seconds: float) -> bool:
            paused.append(seconds)
            return len(paused) == die_after

        duty = Duty("test", Steps(holder, self.trace, steps), rest_s=3600)
        return Cleaner(self.engine.database, [duty], holder, pause)

    def turn_back(self, seconds: float) -> None:
        """Let the lease be older."""
        with self.engine.database.write() as session:
            lease = session.get_one(Lease, "test")
            lease.until -= timedelta(seconds=seconds)
            lease.due_at -= timedelta(seconds=seconds)


def test_what_is_done_need_not_be_looked_at_again_for_some_time(engine):
    team = Team(engine)

    team.cleaner("a").turn()
    team.cleaner("b").turn()
    team.turn_back(3601)
    team.cleaner("c", steps=1).turn()

    assert team.trace == ["a", "a", "a", "c"]


def test_a_duty_is_one_holders_until_its_lease_runs_out(engine):
    team = Team(engine)

    team.cleaner("a", die_after=2).turn()
    team.cleaner("b").turn()
    team.turn_back(leases.LEASE_S + 1)
    team.cleaner("b", steps=1).turn()

    assert team.trace == ["a", "a", "b"]


def test_the_holder_itself_goes_on_at_once(engine):
    team = Team(engine)

    team.cleaner("a", die_after=1).turn()
    team.cleaner("a", steps=1).turn()

    assert team.trace == ["a", "a"]
