"""Giving a process the number of threads and the GPUs that its claim was granted."""

import os
import sys
from collections.abc import Sequence

from armillary.jobs.forkserver import THREADS_VARIABLES


def use(threads: int, gpus: Sequence[int]) -> None:
    """Let libraries, loaded already or later, use so many threads and only these GPUs."""
    given = dict.fromkeys(THREADS_VARIABLES, str(threads))
    # Libraries that were loaded under the same number have it from the environment.
    is_so = given.items() <= os.environ.items()
    os.environ.update(given)
    # Read when a library first looks for GPUs, so it counts for the whole life of a process.
    os.environ.setdefault("CUDA_VISIBLE_DEVICES", ",".join(str(number) for number in gpus))
    if "numpy" in sys.modules and not is_so:
        import threadpoolctl

        threadpoolctl.threadpool_limits(threads)
