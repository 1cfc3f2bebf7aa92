"""The machine as jobs see it: its name, its processes, and what it has to give."""

import importlib.util
import os
import re
import shutil
import socket
import subprocess
from functools import cache
from pathlib import Path

import psutil

from armillary.jobs.lanes import Capacity, Gpu

_PROC = Path("/proc")
# The rest is for the server, the database and the system.
_MEMORY_SHARE = 0.85
_STATE, _STARTED = 0, 19
_BUILT_WITHOUT = re.compile(r"^cuda\b[^=\n]*= *None", re.MULTILINE)


@cache
def host_name() -> str:
    """Name the machine since its last start and the process space we live in.

    Two containers, and one machine before and after a restart, are different hosts, since neither
    can tell whether a process of the other lives.
    """
    boot = _read(_PROC / "sys/kernel/random/boot_id") or str(int(psutil.boot_time()))
    try:
        space = str(Path("/proc/self/ns/pid").readlink())
    except OSError:
        space = ""
    return f"{socket.gethostname()}/{boot}/{space}"[:200]


def process_started(pid: int) -> str | None:
    """Say when a living process started, or None where there is none or it is only a zombie."""
    if not _PROC.joinpath("stat").exists():
        return _started_elsewhere(pid)
    text = _read(_PROC / str(pid) / "stat")
    if text is None:
        return None
    # The command in parentheses may hold anything; what we want comes after it.
    fields = text.rpartition(")")[2].split()
    return None if fields[_STATE] in "ZX" else fields[_STARTED]


def is_alive(pid: int, started: str) -> bool:
    """Whether the very process that started then still lives."""
    return process_started(pid) == started


def memory_in_use(group: int) -> int:
    """Give the bytes of memory that the processes of a group hold, shared ones counted in part."""
    return sum(_memory_of(pid) for pid in _members(group))


def seconds_computed(group: int) -> float:
    """Give the seconds that the processes of a group have computed."""
    return sum(_computed(pid) for pid in _members(group))


def is_waiting_for_disk(pid: int) -> bool:
    """Whether a process stands still because a disk does not answer yet."""
    return _status(pid) == psutil.STATUS_DISK_SLEEP


def work_done(pid: int) -> tuple[float, ...]:
    """Give numbers that grow whenever a process runs, however little of the machine it gets."""
    try:
        process = psutil.Process(pid)
        return _computed(pid), float(sum(process.num_ctx_switches()))
    except psutil.Error:
        return ()


def is_held_up(pid: int) -> bool:
    """Whether a process would run, if a processor or a disk had time for it."""
    return _status(pid) in (psutil.STATUS_RUNNING, psutil.STATUS_DISK_SLEEP)


@cache
def capacity(device: str = "auto") -> Capacity:
    """Give what this machine has for jobs, of its GPUs those that ``device`` allows."""
    threads = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = min(psutil.virtual_memory().total, _memory_bound())
    return Capacity(threads or 1, int(memory * _MEMORY_SHARE), _allowed_gpus(device))


def _allowed_gpus(device: str) -> tuple[Gpu, ...]:
    """Give the GPUs of ``auto``, ``cpu``, ``cuda`` or, by their numbers, ``cuda:0,cuda:1``."""
    if device == "cpu":
        return ()
    named = {int(part.partition(":")[2]) for part in device.split(",") if ":" in part}
    return tuple(gpu for gpu in _gpus() if not named or gpu.number in named)


def _started_elsewhere(pid: int) -> str | None:
    try:
        process = psutil.Process(pid)
        return None if process.status() == psutil.STATUS_ZOMBIE else str(process.create_time())
    except psutil.Error:
        return None


def _members(group: int) -> list[int]:
    members = []
    for pid in psutil.pids():
        try:
            if os.getpgid(pid) == group:
                members.append(pid)
        except OSError:
            continue  # it has ended, or belongs to somebody else
    return members


def _memory_of(pid: int) -> int:
    rollup = _read(_PROC / str(pid) / "smaps_rollup")
    if rollup is not None:
        for line in rollup.splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    try:
        return psutil.Process(pid).memory_info().rss
    except psutil.Error:
        return 0


def _status(pid: int) -> str | None:
    try:
        return str(psutil.Process(pid).status())
    except psutil.Error:
        return None


def _computed(pid: int) -> float:
    try:
        times = psutil.Process(pid).cpu_times()
    except psutil.Error:
        return 0.0
    return float(times.user + times.system)


def _memory_bound() -> int:
    """Give the bound that a container puts on memory; without one, a number beyond any."""
    for path in ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"):
        text = _read(Path(path))
        if text is not None and text.strip().isdigit():
            return int(text)
    return 1 << 62


def _gpus() -> tuple[Gpu, ...]:
    program = shutil.which("nvidia-smi")
    if program is None or not _torch_knows_cards():
        return ()
    query = [program, "--query-gpu=index,memory.total", "--format=csv,noheader,nounits"]
    try:
        answer = subprocess.run(query, capture_output=True, text=True, timeout=10, check=True)
    except (subprocess.SubprocessError, OSError):
        return ()
    rows = [line.split(",") for line in answer.stdout.splitlines() if line.strip()]
    return tuple(Gpu(int(index), _mib_or_all(mib)) for index, mib in rows)


def _torch_knows_cards() -> bool:
    """Whether the installed torch was built for cards; nothing else of ours computes on them.

    It is read and not imported, which a worker has no memory for.
    """
    found = importlib.util.find_spec("torch")
    if found is None or found.origin is None:
        return False
    built = _read(Path(found.origin).parent / "version.py") or ""
    return _BUILT_WITHOUT.search(built) is None


def _mib_or_all(text: str) -> int:
    # A processor that shares the machine's memory names none of its own.
    text = text.strip()
    return int(text) * 1024 * 1024 if text.isdigit() else psutil.virtual_memory().total


def _read(path: Path) -> str | None:
    try:
        return path.read_text()
    except OSError:
        return None
