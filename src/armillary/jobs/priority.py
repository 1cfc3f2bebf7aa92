"""Letting long work give way to what people wait for."""

import contextlib
import os
from pathlib import Path

# Each step is about a fourth less of a processor that others want too. At 5 people who page wait
# more than twice as long beside an import, at 10 a third longer, and no shorter beyond; there it
# would starve for as long as a training computes beside it.
LONG_WORK = 10
"""For what nobody waits for in front of a screen."""
SHORT_WORK = 3
"""For what somebody waits for, but less impatiently than for a page."""


def give_way(niceness: int) -> None:
    """Have this thread, and those it starts from now on, wait behind others for the processor.

    It stays so for the life of the process; call it in one that does nothing else. On an idle
    machine it costs nothing.
    """
    with contextlib.suppress(OSError):
        os.nice(niceness)
    # Where sessions share the processor evenly, niceness counts only within each of them.
    with contextlib.suppress(OSError):
        Path("/proc/self/autogroup").write_text(str(niceness))
