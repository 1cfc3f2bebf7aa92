"""What a job is told reaches the process that holds it now."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa

from armillary import jobs
from armillary.base.ids import new_id
from armillary.base.values import utc_now
from armillary.jobs import moves
from armillary.jobs.claims import Claim
from armillary.jobs.contract import Granted
from armillary.jobs.delivery import Delivery
from armillary.jobs.tables import JobControl

GRANTED = Granted(threads=1, memory_bytes=1)


@dataclass(eq=False)
class Process:
    claim: Claim


@dataclass
class Processes:
    busy: list[Process]
    heard: list[tuple[Process, str]] = field(default_factory=list)

    def control(self, child: Process, job_id: str, control: Mapping[str, Any]) -> None:
        self.heard.append((child, str(control["type"])))

    def pause(self, child: Process, job_id: str, *, is_wanted: bool) -> None:
        assert not is_wanted


def process(job_id: str, number: int) -> Process:
    return Process(Claim("test.count", {job_id: number}, GRANTED, None, None))


@pytest.mark.parametrize("is_last", [False, True])
def test_it_is_not_the_one_that_has_let_go_of_it_and_not_said_so_yet(engine, is_last):
    job_id = engine.submit("test.count")
    with engine.database.write() as session:
        for go_on in (True, False):
            job = moves.lock(session, job_id)
            assert job is not None
            granted = asdict(GRANTED)
            moves.claim(session, job, "worker_1", new_id("claim"), granted, utc_now())
            if go_on:
                moves.requeue(session, job)
        jobs.send_control(engine.actor, session, job_id, {"type": "checkpoint"})
    before, now = process(job_id, 1), process(job_id, 2)
    both = Processes([now, before] if is_last else [before, now])

    Delivery(engine.database, both, "worker_1").deliver()

    assert both.heard == [(now, "checkpoint")]
    assert _count(engine) == 0


def test_what_nobody_is_there_to_hear_waits(engine):
    job_id = engine.submit("test.count")
    with engine.database.write() as session:
        job = moves.lock(session, job_id)
        assert job is not None
        moves.claim(session, job, "worker_1", new_id("claim"), asdict(GRANTED), utc_now())
        jobs.send_control(engine.actor, session, job_id, {"type": "checkpoint"})
    others = Processes([process("job_of_another", 1)])

    Delivery(engine.database, others, "worker_1").deliver()

    assert (others.heard, _count(engine)) == ([], 1)


def _count(engine) -> int:
    with engine.database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(JobControl)) or 0
