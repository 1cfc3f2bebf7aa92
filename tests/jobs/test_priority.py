"""Long work gives way, as the system itself tells it."""

import subprocess
import sys
from pathlib import Path

from armillary.jobs.priority import LONG_WORK

PROGRAM = """
import os, threading
from armillary.jobs.priority import LONG_WORK, give_way
found = []
give_way(LONG_WORK)
later = threading.Thread(target=lambda: found.append(os.getpriority(os.PRIO_PROCESS, 0)))
later.start()
later.join()
print(os.getpriority(os.PRIO_PROCESS, 0), *found)
group = "/proc/self/autogroup"
print(open(group).read().split()[-1] if os.path.exists(group) else LONG_WORK)
"""


def test_a_process_that_gives_way_is_nice_in_its_session_and_among_sessions() -> None:
    ended = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        capture_output=True,
        text=True,
        check=True,
        start_new_session=True,
        cwd=Path(__file__).parent,
    )

    assert ended.stdout.split() == [str(LONG_WORK)] * 3
