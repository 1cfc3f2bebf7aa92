"""What jobs on tables ask of a machine: what ends within moments, and what gives way to others."""

import os

from armillary.capabilities.datasets.wire import MEGABYTE
from armillary.jobs.contract import Needs


def needs_of_moments() -> Needs:
    """Ask for what a small file or table takes; it finds a place beside whatever else runs."""
    return Needs(memory_bytes=768 * MEGABYTE, lane="express")


def needs_giving_way(memory_bytes: int) -> Needs:
    """Ask for two threads, where there are two, for which others need not wait."""
    threads = min(2, os.cpu_count() or 1)
    return Needs(threads, memory_bytes=memory_bytes, lane="background")
