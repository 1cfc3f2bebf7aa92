"""Running our own code on a stranger's file where it can do no harm.

The process sees no network, no secrets and no files but the one given, starts no other process, is
bounded in memory and time, and can write nothing but its answer.
"""

from armillary.base.isolation.contract import (
    Answer,
    Backend,
    IsolationFailed,
    IsolationMissing,
    Limits,
)
from armillary.base.isolation.running import all_backends, find_backend, run_isolated

__all__ = [
    "Answer",
    "Backend",
    "IsolationFailed",
    "IsolationMissing",
    "Limits",
    "all_backends",
    "find_backend",
    "run_isolated",
]
