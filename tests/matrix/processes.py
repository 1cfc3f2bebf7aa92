"""What runs on a data folder, as the system sees it."""

from pathlib import Path

import psutil

from tests.support.waiting import until

_NAMES = {
    "serve": "server",
    "armillary.jobs.worker_main": "worker",
    "armillary.jobs.calls.host": "host",
    "celery": "celery",
}


def processes_on(data_dir: Path) -> list[psutil.Process]:
    """Give every living process that was started for a data folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ARMILLARY_DATA_DIR") == str(data_dir):
                found.append(process)
        except psutil.Error:
            continue
    return [process for process in found if is_alive(process)]


def workers_on(data_dir: Path) -> list[psutil.Process]:
    """Give the workers of a data folder, without the processes that they have forked."""
    return [process for process in processes_on(data_dir) if _title_of(process) == "armillary-work"]


def computing_on(data_dir: Path) -> list[psutil.Process]:
    """Give the processes that run jobs."""
    return [process for process in processes_on(data_dir) if _title_of(process) == "armillary-job"]


def wait_until_gone(data_dir: Path, within_s: float) -> None:
    """Wait until nothing runs on a data folder any more."""
    until(lambda: not processes_on(data_dir), within_s, lambda: describe(data_dir))


def describe(data_dir: Path) -> str:
    """Say what runs on a data folder, for those who look into why."""
    words = [
        f"{process.pid} of {process.ppid()}: {' '.join(process.cmdline())}"
        for process in processes_on(data_dir)
    ]
    return "\n".join(words)


def is_alive(process: psutil.Process) -> bool:
    """Whether a process runs; one that only waits to be buried does not."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def name_of(process: psutil.Process) -> str:
    """Say what a process is."""
    try:
        command = process.cmdline()
    except psutil.Error:
        return "gone"
    return next((name for word, name in _NAMES.items() if word in command), "other")


def _title_of(process: psutil.Process) -> str:
    try:
        return str(process.name())
    except psutil.Error:
        return "gone"
