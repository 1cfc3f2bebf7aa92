"""What a running job says and is told, and what it needs and is granted."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from sqlalchemy.orm import Session

from armillary.base.errors import AppError

LogLevel = Literal["debug", "info", "warning", "error"]
Lane = Literal["express", "main", "background"]
"""Where a job finds its place: what ends within moments never waits for what takes minutes.

``background``: nobody minds when it ends a little later. Its process gives way to all others for
the processor, and so it takes no thread and no place from other lanes. ``express``: it ends within
moments, and finds a place beside whatever else runs.
"""
Result = Mapping[str, Any]
State = Mapping[str, bytes]
"""A checkpoint: files by name, in safe formats; names have letters, digits, ``.``, ``_``, ``-``."""

Write = Callable[[Session], None]
Control = Mapping[str, Any]
"""What a running job is told, as JSON with a ``type``; ``cancel`` never reaches it."""

CANCEL: Control = {"type": "cancel"}
"""Tells a job that goes on from its checkpoint to end at once, keeping the best that it has."""

DEFAULT_MEMORY_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True)
class Needs:
    """What a job wants of a machine; it starts where that much is free.

    Of more threads than the machine has, ``spare_threads`` fewer are granted than it has, so that
    others find a place beside a long job. ``gpus`` are needed, of ``gpu_memory_bytes`` each, or
    wholly where that is 0; one that is only ``gpu_wished`` is granted where it is free, and else
    the job starts without. Threads are counted within a ``lane``, memory and GPUs for all of them.
    """

    threads: int = 1
    memory_bytes: int = DEFAULT_MEMORY_BYTES
    gpus: int = 0
    gpu_memory_bytes: int = 0
    spare_threads: int = 0
    gpu_wished: bool = False
    lane: Lane = "main"

    def to_json(self) -> dict[str, Any]:
        """Give the needs as JSON."""
        return asdict(self)


@dataclass(frozen=True)
class Granted:
    """What a claim was given: as many threads, this memory, the numbers of these GPUs.

    Of each GPU it has ``gpu_memory_bytes``, or all of it where that is 0.
    """

    threads: int
    memory_bytes: int
    gpus: tuple[int, ...] = ()
    gpu_memory_bytes: int = 0


@dataclass(frozen=True)
class Progress:
    """How far a job is; what is None stays as it was. ``fraction`` lies between 0 and 1."""

    fraction: float | None = None
    step: int | None = None
    total: int | None = None
    unit: str | None = None
    message: str | None = None


@dataclass(frozen=True)
class Log:
    """A line of the job's log, for people."""

    level: LogLevel
    text: str


@dataclass(frozen=True)
class Checkpoint:
    """A state that may be saved now; the runner decides when one is worth its cost.

    ``state`` is called, if at all, before the generator is asked for more.
    """

    state: Callable[[], State]


@dataclass(frozen=True)
class Wait:
    """Give the place back until these jobs have ended; then `run` begins again with ``state``.

    The state is always saved and comes back as ``job.checkpoint``. Without any jobs to wait for it
    gives way: it stands behind what has waited for longer, see `armillary.jobs.shall_give_way`.
    """

    job_ids: tuple[str, ...]
    state: Callable[[], State] = field(default=dict)


@dataclass(frozen=True)
class Done:
    """One job of a batch has succeeded; the others go on.

    ``write`` runs in the very transaction that ends the job, so what it stores is there exactly
    once, whatever dies when.
    """

    result: Result | None = None
    write: Write | None = None


@dataclass(frozen=True)
class Failed:
    """One job of a batch has failed; the others go on."""

    error: AppError


Update = Progress | Log | Checkpoint | Wait | Done | Failed
