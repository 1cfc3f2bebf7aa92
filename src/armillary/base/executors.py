"""Threads for blocking work, each kind bounded, so that one kind never waits behind another."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from armillary.base.database import POOL_SIZE

PASSWORD_THREADS = 2
FILE_THREADS = 8
# One writes at a time; the others may as well wait where they hold no thread.
WRITERS = 8

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Executors:
    """The bounds of one server process.

    ``database`` allows as many threads as the pool has connections; ``passwords`` few, since one
    hash takes a core and much memory; ``files`` those that read and write storage; ``endings`` end
    sessions that hold a connection already, so they wait for nothing but the disk. ``readers`` and
    ``writers`` are the requests that may have a session at once; the others wait without a thread.
    """

    database: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(POOL_SIZE))
    endings: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(2 * POOL_SIZE))
    readers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(POOL_SIZE))
    writers: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(WRITERS))
    passwords: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(PASSWORD_THREADS))
    files: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(FILE_THREADS))


async def in_thread(
    limiter: CapacityLimiter, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T:
    """Run a blocking function in a thread of the given bound and wait for its result."""
    return await to_thread.run_sync(partial(function, *args, **kwargs), limiter=limiter)


def bound_plain_routes() -> None:
    """Bound the threads of plain ``def`` routes and of checking what they answer; call in the loop.

    There is one for each request that may have a session, and some that wait for none of them:
    else those that wait to write would keep the one that writes from checking its answer.
    """
    to_thread.current_default_thread_limiter().total_tokens = 2 * POOL_SIZE
