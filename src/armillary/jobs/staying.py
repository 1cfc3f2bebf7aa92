"""Whether a process that has run a claim may run the next of its kind.

What it has begun with is its own by then: libraries are loaded, the database is open, and memory
that forks share until they write it has been written. A small job ends in half the time there.
"""

import gc
import os
from collections.abc import Sequence

import psutil

from armillary.jobs.contract import JobKind, StaysWhileSmall
from armillary.jobs.runner import Runner


def own_bytes() -> int:
    """Give the bytes of memory that this process has, without what files hold as well."""
    held = psutil.Process(os.getpid()).memory_info()
    return int(held.rss - getattr(held, "shared", 0))


def may_stay(kind: JobKind, runner: Runner, gpus: Sequence[int], began_with: int) -> bool:
    """Say whether another claim may follow; ``began_with`` are the bytes held before the first."""
    if not kind.resident or runner.is_abandoned:
        return False
    if not isinstance(kind, StaysWhileSmall):
        return True
    # What went wrong may have left anything, and a library rarely gives a GPU's memory back.
    if gpus or runner.has_failed:
        return False
    gc.collect()
    return own_bytes() - began_with <= kind.stays_below_bytes
