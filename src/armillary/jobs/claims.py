"""Claiming: one write transaction takes queued jobs out of the table for one worker."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.ids import new_id
from armillary.jobs import moves
from armillary.jobs.clock import database_now
from armillary.jobs.contract import Granted, JobKind, Lane, Needs
from armillary.jobs.lanes import Capacity, Places, Room
from armillary.jobs.lines import Lines, find_peers
from armillary.jobs.scheduling import Choice, Held, Shares, Waiting, choose, gives_way, grant
from armillary.jobs.states import CLAIMED
from armillary.jobs.tables import Job, Worker
from armillary.jobs.wire import changing

# As many jobs of each line are looked at; more cannot begin at once on one machine.
DEPTH = 64


@dataclass(frozen=True)
class Claim:
    """Jobs that one process runs together; ``numbers`` are their claim numbers, by job id."""

    kind: str
    numbers: Mapping[str, int]
    granted: Granted
    time_limit_s: float | None
    memory_limit_bytes: int | None
    lane: Lane = "main"
    goes_on: bool = False
    """Whether it has been somewhere before, and first has to come there again."""


@dataclass(frozen=True)
class Taken:
    """What a look at the queue brought; ``is_drained`` says that nothing is left to wait for."""

    claims: list[Claim]
    is_drained: bool


@dataclass(frozen=True)
class Taker:
    """The worker that claims, what its machine has, and what it knows to do."""

    worker_id: str
    host: str
    reserved_for: str | None
    capacity: Capacity
    kinds: Mapping[str, JobKind]

    @cached_property
    def lines(self) -> Lines:
        """The lines that it takes jobs from."""
        return Lines(self.kinds, self.reserved_for)


def has_queued(session: Session, taker: Taker) -> bool:
    """Whether there may be something to take; a cheap look before the write lock is asked for."""
    return bool(lanes_queued(session, taker))


def lanes_queued(session: Session, taker: Taker) -> set[Lane]:
    """Give the lanes in which something may wait to be taken, as cheaply."""
    return taker.lines.lanes_with_some(session)


def take(session: Session, taker: Taker, places: Places) -> Taken:
    """Claim what begins now in a worker's places, and record what each was granted."""
    _serialise(session, taker.host)
    running = _running_on(session, taker.host)
    room = Room.of(taker.capacity, places)
    for lane, granted in running:
        room = room.beside(lane, granted)
    queued, choices = _choose(session, taker, room)
    if not queued:
        return Taken([], is_drained=True)
    claims = [claim for choice in choices if (claim := _claim(session, taker, choice))]
    _explain(session, taker, queued)
    return Taken(claims, is_drained=not claims and not running)


def is_turn_of_others(session: Session, job: Job, *, has_had_its_turn: bool) -> bool:
    """Whether one of a running job's kind, and not of its family, is to have its place."""
    peers = [_waiting(row) for row in find_peers(session, job)]
    if not peers or job.granted is None:
        return False
    held = Held(job.workspace_id, job.family, to_granted(job.granted))
    return gives_way(held, peers, _running(session), has_had_its_turn=has_had_its_turn)


def _choose(
    session: Session, taker: Taker, room: Room
) -> tuple[Sequence[Waiting], Sequence[Choice]]:
    """Look at a few jobs of each line, and at more where none of those fills a place."""
    batch_limits = {kind_id: kind.batch_limit for kind_id, kind in taker.kinds.items()}
    running = _running(session)
    # As many as could begin, even if all of one line go before the others.
    enough = min(room.places.slots * max(batch_limits.values(), default=1), DEPTH)
    queued = _queued(session, taker, enough)
    choices = choose(queued, running, room, batch_limits)
    if _may_miss(queued, choices, enough, room.places):
        queued = _queued(session, taker, DEPTH)
        choices = choose(queued, running, room, batch_limits)
    return queued, choices


def _may_miss(
    queued: Iterable[Waiting], choices: Iterable[Choice], depth: int, places: Places
) -> bool:
    """Whether a place is left for which there may be a job behind those looked at."""
    for choice in choices:
        places = places.after(choice.lane)
    counted = Counter((job.workspace_id, job.needs.lane) for job in queued)
    return any(count >= depth and places.has(lane) for (_, lane), count in counted.items())


def _serialise(session: Session, host: str) -> None:
    """Let the workers of one machine claim one after another, since they share what it has."""
    statement = sa.select(Worker.id).where(Worker.host == host).order_by(Worker.id)
    session.execute(statement.with_for_update()).all()


def _queued(session: Session, taker: Taker, depth: int) -> list[Waiting]:
    now = database_now(session)
    return [_waiting(row, now) for row in taker.lines.first(session, depth)]


def _waiting(row: Any, now: datetime | None = None) -> Waiting:
    since = row.gave_way_at or row.created_at
    return Waiting(
        row.id,
        row.workspace_id,
        row.kind,
        row.priority,
        row.batch_key,
        Needs(**row.needs),
        0.0 if now is None else (now - since).total_seconds(),
        row.message,
        row.family,
        row.gave_way_at,
    )


def _running_on(session: Session, host: str) -> list[tuple[Lane, Granted]]:
    statement = (
        sa.select(Job.claim_id, Job.needs, Job.granted)
        .join(Worker, Worker.id == Job.worker_id)
        .where(Job.state.in_(CLAIMED), Worker.host == host)
    )
    # A batch is granted once, whatever the number of its jobs.
    by_claim = {row.claim_id: row for row in session.execute(statement)}
    return [
        (Needs(**row.needs).lane, to_granted(row.granted))
        for row in by_claim.values()
        if row.granted is not None
    ]


def _running(session: Session) -> Shares:
    counted = sa.select(Job.workspace_id, Job.family, sa.func.count()).where(Job.state.in_(CLAIMED))
    shares = Shares()
    for workspace_id, family, count in session.execute(
        counted.group_by(Job.workspace_id, Job.family)
    ):
        shares.add(workspace_id, family, count)
    return shares


def _claim(session: Session, taker: Taker, choice: Choice) -> Claim | None:
    jobs = _lock_queued(session, [job.id for job in choice.jobs])
    if not jobs:
        return None
    claim_id, now = new_id("claim"), database_now(session)
    granted = {**asdict(choice.granted), "gpus": list(choice.granted.gpus)}
    for job in jobs:
        moves.claim(session, job, taker.worker_id, claim_id, granted, now)
    return Claim(
        kind=jobs[0].kind,
        numbers={job.id: job.claim_number for job in jobs},
        granted=choice.granted,
        time_limit_s=_least(_time_left(job) for job in jobs),
        memory_limit_bytes=_least(job.memory_limit_bytes for job in jobs),
        lane=choice.lane,
        goes_on=any(job.checkpoint_key is not None for job in jobs),
    )


def _lock_queued(session: Session, job_ids: Sequence[str]) -> list[Job]:
    statement = (
        sa.select(Job)
        .where(Job.id.in_(job_ids), Job.state == "queued")
        .order_by(Job.id)
        .with_for_update(skip_locked=True)
    )
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def _explain(session: Session, taker: Taker, queued: Iterable[Waiting]) -> None:
    """Say of a job that this machine can never run why it is still queued."""
    for waiting in queued:
        if grant(waiting.needs, taker.capacity, taker.capacity) is not None:
            continue
        said = f"Waits for a machine with {_in_words(waiting.needs)}."
        job = None if waiting.message == said else moves.lock(session, waiting.id)
        if job is not None and job.state == "queued":
            with changing(session, job):
                job.message = said


def _in_words(needs: Needs) -> str:
    gib = 1 << 30
    words = [f"{needs.memory_bytes / gib:.1f} GiB of memory"]
    if needs.gpus:
        gpus = "a GPU" if needs.gpus == 1 else f"{needs.gpus} GPUs"
        memory = needs.gpu_memory_bytes
        words.append(f"{gpus} of {memory / gib:.1f} GiB" if memory else gpus)
    return " and ".join(words)


def to_granted(stored: Mapping[str, Any]) -> Granted:
    """Read what a claim recorded."""
    gpu_memory = stored.get("gpu_memory_bytes", 0)
    return Granted(stored["threads"], stored["memory_bytes"], tuple(stored["gpus"]), gpu_memory)


def _time_left(job: Job) -> float | None:
    return None if job.time_limit_s is None else max(job.time_limit_s - job.used_s, 0.0)


def _least(values: Iterable[Any]) -> Any:
    return min((value for value in values if value is not None), default=None)
