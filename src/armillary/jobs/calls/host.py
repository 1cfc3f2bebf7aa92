"""A warm process that answers calls: ``python -m armillary.jobs.calls.host models``.

Its first steps: take the lock, listen, load the kinds, serve. What it does then is `serving`.
"""

import argparse
import asyncio
import fcntl
import logging
import os
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO, get_args

from armillary.base.garbage import spare_what_is_there
from armillary.base.run_folder import Meeting
from armillary.base.values import from_json
from armillary.jobs import priority
from armillary.jobs.calls.contract import CallKind, HostName
from armillary.jobs.calls.launch import CAPABILITIES, IDLE_S, find_kinds, socket_path
from armillary.settings import Settings

_BACKLOG = 256
_GIVING_WAY: tuple[HostName, ...] = ("analyses",)


def main() -> int:
    """Be a host: take the lock, listen, load the kinds, serve."""
    given = _arguments()
    settings = _read_settings() if given.settings_from_stdin else Settings.load()
    meeting = Meeting(settings.data_dir)
    lock = _take_lock(settings, given.name)
    if lock is None:
        # Another process is the host already; whoever started this one will reach that one.
        return 0
    with lock:
        path = socket_path(settings, given.name)
        listening = _listen(path)
        _configure(settings)
        if given.name in _GIVING_WAY:
            priority.give_way(priority.SHORT_WORK)
        try:
            asyncio.run(_serve(settings, given, listening))
        finally:
            path.unlink(missing_ok=True)
    meeting.close()
    # Threads that ignore their cancellation must not keep a retired host alive.
    logging.shutdown()
    os._exit(0)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="armillary.jobs.calls.host", description=__doc__)
    parser.add_argument("name", choices=get_args(HostName))
    parser.add_argument("--package", default=CAPABILITIES)
    parser.add_argument("--idle-s", type=float, default=IDLE_S)
    parser.add_argument("--settings-from-stdin", action="store_true")
    return parser.parse_args()


def _read_settings() -> Settings:
    return Settings(**from_json(sys.stdin.buffer.read()))


def _take_lock(settings: Settings, name: HostName) -> BinaryIO | None:
    lock = socket_path(settings, name).with_suffix(".lock").open("ab")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def _listen(path: Path) -> socket.socket:
    """Listen before anything heavy is imported: who connects early just waits."""
    # Whoever holds the lock is the only host, so what lies here was left by a dead one.
    path.unlink(missing_ok=True)
    listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listening.bind(str(path))
    path.chmod(0o600)
    listening.listen(_BACKLOG)
    listening.setblocking(False)
    return listening


def _configure(settings: Settings) -> None:
    logging.basicConfig(
        level=settings.log_level.upper(),
        format="%(asctime)s %(levelname)s %(name)s %(message)s",
    )
    # Batches of a few rows are slower with several threads; hosts answer in parallel instead.
    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(variable, "1")


async def _serve(settings: Settings, given: argparse.Namespace, listening: socket.socket) -> None:
    # Late, so that the socket is there before these imports are done.
    from armillary.base.storage import LocalStorage
    from armillary.jobs.calls.serving import THREADS, Host, run

    kinds = await asyncio.to_thread(_load_kinds, given.package, given.name)
    host = Host(
        settings,
        LocalStorage(settings.storage_root, settings.storage_mounts),
        kinds,
        threads=THREADS[given.name],
        idle_s=given.idle_s,
    )
    await run(host, listening)


def _load_kinds(package: str, name: HostName) -> Mapping[str, CallKind]:
    kinds = {kind_id: kind for kind_id, kind in find_kinds(package).items() if kind.host == name}
    for kind in kinds.values():
        kind.warm()
    spare_what_is_there()
    return kinds


if __name__ == "__main__":
    raise SystemExit(main())
