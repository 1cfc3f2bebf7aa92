"""Real workers in processes of their own, as servers and people start them."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from armillary.jobs.kinds import CAPABILITIES
from armillary.settings import Settings


def start_worker(
    settings: Settings, *flags: str, kinds: str = CAPABILITIES, folders: Sequence[Path] = ()
) -> subprocess.Popen[bytes]:
    """Start a worker, which has to be ended; packages are looked for in ``folders`` too."""
    command = [sys.executable, "-m", "armillary.jobs.worker_main", "--kinds", kinds, *flags]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*map(str, folders), *sys.path])},
        start_new_session=True,
    )
    assert process.stdin is not None
    with process.stdin as pipe:
        pipe.write(settings.model_dump_json().encode())
    return process


def end_worker(process: subprocess.Popen[bytes]) -> None:
    """End a worker at once, also one that was stopped; what it has started ends by itself."""
    if process.poll() is None:
        process.send_signal(signal.SIGCONT)
        process.kill()
    process.wait()
