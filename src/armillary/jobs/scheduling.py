"""Which queued jobs begin next, as a pure function of what is queued, running and free."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from armillary.jobs.contract import Granted, Lane, Needs
from armillary.jobs.lanes import Capacity, Room

STARVED_S = 60.0
"""A job that has waited as long is not overtaken any more by smaller ones."""
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Waiting:
    """A queued job, as the choice sees it."""

    id: str
    workspace_id: str
    kind: str
    priority: int
    batch_key: str | None
    needs: Needs
    waited_s: float = 0.0
    message: str | None = None
    """What is said of it by now."""
    family: str | None = None
    """What it shares its places with; see `Job.family`."""
    gave_way_at: datetime | None = None


@dataclass(frozen=True)
class Held:
    """The place that a running job holds: of whom, of which family, and what it was granted."""

    workspace_id: str
    family: str | None
    granted: Granted


@dataclass
class Shares:
    """How many jobs run of each workspace, and of each family."""

    workspaces: Counter[str] = field(default_factory=Counter)
    families: Counter[str] = field(default_factory=Counter)

    def add(self, workspace_id: str, family: str | None, count: int = 1) -> None:
        """Count so many more, or fewer, as running."""
        self.workspaces[workspace_id] += count
        if family is not None:
            self.families[family] += count

    def of(self, job: Waiting | Held) -> tuple[int, int]:
        """Give how many run of a job's workspace, and of its family: the fewest go first."""
        return self.workspaces[job.workspace_id], self.families[job.family or ""]

    def copy(self) -> "Shares":
        """Give the same, to be counted on."""
        return Shares(self.workspaces.copy(), self.families.copy())


@dataclass(frozen=True)
class Choice:
    """Jobs that begin together, and what they are granted."""

    jobs: tuple[Waiting, ...]
    granted: Granted

    @property
    def lane(self) -> Lane:
        """The lane that they run in."""
        return self.jobs[0].needs.lane


def grant(needs: Needs, total: Capacity, free: Capacity) -> Granted | None:
    """Give what needs come to on this machine, or None where too little is free.

    More threads than the machine has are cut down to what it has, less those to be spared.
    """
    threads = max(min(needs.threads, total.threads - needs.spare_threads), 1)
    gpus = _free_gpus(needs.gpu_memory_bytes, total, free)
    if threads > free.threads or needs.memory_bytes > free.memory_bytes or needs.gpus > len(gpus):
        return None
    taken = tuple(gpus[: max(needs.gpus, int(needs.gpu_wished))])
    return Granted(threads, needs.memory_bytes, taken, needs.gpu_memory_bytes if taken else 0)


def _free_gpus(memory_bytes: int, total: Capacity, free: Capacity) -> list[int]:
    """Number the GPUs that have so much left, or all that they have where that is 0."""
    whole = {gpu.number: gpu.memory_bytes for gpu in total.gpus}
    return [
        gpu.number
        for gpu in free.gpus
        if gpu.memory_bytes >= (memory_bytes or whole.get(gpu.number, 0)) and gpu.memory_bytes > 0
    ]


def choose(
    queued: Iterable[Waiting],
    running: Shares,
    room: Room,
    batch_limits: Mapping[str, int],
) -> list[Choice]:
    """Choose what begins now in the room that is left.

    Higher priority goes first, then the workspace with the fewest running jobs, then the family
    with the fewest, then the one that has waited longest since it gave way, then the oldest job.
    With a job go others of its kind and ``batch_key``, as many as the kind takes.
    """
    left = list(queued)
    running = running.copy()
    chosen: list[Choice] = []
    while choice := _next(left, running, room, batch_limits):
        chosen.append(choice)
        room = room.after(choice.lane, choice.granted)
        taken = {job.id for job in choice.jobs}
        left = [job for job in left if job.id not in taken]
        for job in choice.jobs:
            running.add(job.workspace_id, job.family)
    return chosen


def gives_way(
    own: Held, peers: Iterable[Waiting], running: Shares, *, has_had_its_turn: bool
) -> bool:
    """Whether a running job shall let go of its place for one of its kind and priority.

    It does where it would leave the peer, which then has the place, with no more than it keeps
    itself; who would just change places with it waits until it has had its turn.
    """
    left = running.copy()
    left.add(own.workspace_id, own.family, -1)
    kept = left.of(own)
    theirs = [left.of(peer) for peer in peers if _is_enough(own.granted, peer.needs)]
    return any(one < kept or (has_had_its_turn and one == kept) for one in theirs)


def _is_enough(granted: Granted, needs: Needs) -> bool:
    return (
        needs.threads <= granted.threads
        and needs.memory_bytes <= granted.memory_bytes
        and needs.gpus <= len(granted.gpus)
    )


def _next(
    left: Sequence[Waiting],
    running: Shares,
    room: Room,
    batch_limits: Mapping[str, int],
) -> Choice | None:
    turns = _last_turns(left)
    ordered = sorted(
        left, key=lambda job: (-job.priority, running.of(job), turns[job.family or job.id], job.id)
    )
    held: set[Lane] = set()
    for job in ordered:
        lane = job.needs.lane
        if lane in held and not (lane == "express" and room.has_express_place):
            continue
        batch = _batch(job, ordered, batch_limits.get(job.kind, 1))
        granted = _grant_in(room, lane, most([one.needs for one in batch]))
        if granted is not None:
            return Choice(batch, granted)
        if job.waited_s > STARVED_S and grant(job.needs, room.total, room.total) is not None:
            if not _lacks_only_a_place(job, room):
                return None
            held |= {"background"} if lane == "background" else {"main", "express"}
    return None


def _last_turns(left: Iterable[Waiting]) -> dict[str, datetime]:
    """Say when each family last gave way, or a job that is of none."""
    turns: dict[str, datetime] = {}
    for job in left:
        name = job.family or job.id
        turns[name] = max(turns.get(name, _NEVER), job.gave_way_at or _NEVER)
    return turns


def _grant_in(room: Room, lane: Lane, needs: Needs) -> Granted | None:
    return grant(needs, room.total, room.free_for(lane)) if room.has_place(lane) else None


def _lacks_only_a_place(job: Waiting, room: Room) -> bool:
    """Whether it waits for others of its lane, and not for memory that all lanes share."""
    return grant(job.needs, room.total, replace(room.free, threads=room.total.threads)) is not None


def _batch(first: Waiting, ordered: Sequence[Waiting], limit: int) -> tuple[Waiting, ...]:
    if first.batch_key is None or limit == 1:
        return (first,)
    alike = [
        job
        for job in ordered
        if job.kind == first.kind and job.batch_key == first.batch_key and job.id != first.id
    ]
    return (first, *alike[: limit - 1])


def most(needs: Sequence[Needs]) -> Needs:
    """Give needs that cover each of the given ones, taken by themselves."""
    return Needs(
        threads=max(need.threads for need in needs),
        memory_bytes=max(need.memory_bytes for need in needs),
        gpus=max(need.gpus for need in needs),
        gpu_memory_bytes=max(need.gpu_memory_bytes for need in needs),
        spare_threads=max(need.spare_threads for need in needs),
        gpu_wished=any(need.gpu_wished for need in needs),
        lane=needs[0].lane,
    )
