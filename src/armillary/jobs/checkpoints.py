"""Saving and finding the states of running jobs."""

import time
from collections.abc import Callable

from armillary.base.allowance import Terms
from armillary.base.storage import Storage
from armillary.jobs.contract import State

# Saving takes at most a two-hundredth of the time. So a process that dies loses at most two hundred
# times what saving costs; processes die so seldom that saving more often would lose more in all.
# Soon at first, then as rarely as the last saving asks: what states cost changes little.
SAVING = Terms(share=1 / 200, pause_s=2.0, is_saved_up=False)


def folder(job_id: str) -> str:
    """Give where the checkpoints of a job lie."""
    return f"jobs/{job_id}/checkpoints"


def save(storage: Storage, key: str, state: State) -> None:
    """Store a state under a key; nobody finds it before the job's row names the key."""
    storage.write_files({f"{key}/{name}": data for name, data in state.items()})


def load(storage: Storage, key: str) -> dict[str, bytes]:
    """Give the files of a state."""
    files = {}
    for stored in storage.list_files(key):
        with storage.open_read(stored.key) as file:
            files[stored.key.removeprefix(f"{key}/")] = file.read()
    return files


def delete_others(storage: Storage, job_id: str, kept: set[str]) -> None:
    """Remove the checkpoints of a job that are not to be kept, half-written ones too."""
    begin = folder(job_id)
    keys = {stored.key.rpartition("/")[0] for stored in storage.list_files(begin)}
    for key in keys - kept:
        storage.delete_prefix(key)


def timed_save(storage: Storage, key: str, state: Callable[[], State]) -> float:
    """Save a state and give the seconds it took."""
    begin = time.monotonic()
    save(storage, key, state())
    return time.monotonic() - begin
