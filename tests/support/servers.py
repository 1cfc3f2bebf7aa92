"""A real server in a process of its own, as people start it."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

from armillary.base.run_folder import remove_unused_of
from armillary.settings import Settings
from tests.support.databases import migrated
from tests.support.waiting import until

START_S = 60.0


@dataclass
class RunningServer:
    """One server process and where it answers."""

    url: str
    data_dir: Path
    process: subprocess.Popen[bytes]

    def kill(self) -> None:
        """End it as a power cut would, and nothing but it."""
        self.process.kill()
        self.process.wait()


@contextmanager
def run_server(data_dir: Path, *arguments: str, **environment: str) -> Iterator[RunningServer]:
    """Start ``armillary serve`` on a free port and wait until it is well.

    Whatever still runs on the data folder at the end, workers too, is ended.
    """
    server = start_server(data_dir, *arguments, **environment)
    try:
        yield server
    finally:
        server.process.send_signal(signal.SIGTERM)
        try:
            server.process.wait(30)
        finally:
            end_everything_on(data_dir)


def start_server(data_dir: Path, *arguments: str, **environment: str) -> RunningServer:
    """Start a server without looking after its end."""
    migrated(
        Settings(data_dir=data_dir, database_url=environment.get("ARMILLARY_DATABASE_URL", ""))
    )
    port = free_port()
    variables = {
        **os.environ,
        "ARMILLARY_DATA_DIR": str(data_dir),
        "ARMILLARY_RATE_LIMIT": "0",
        **environment,
    }
    command = [sys.executable, "-m", "armillary", "serve", "--port", str(port), *arguments]
    log = data_dir.parent / f"{data_dir.name}-{port}.log"
    with log.open("wb") as file:
        process = subprocess.Popen(command, env=variables, cwd=data_dir, stdout=file, stderr=file)
    server = RunningServer(f"http://127.0.0.1:{port}", data_dir, process)
    until(lambda: _answers(server, log), START_S, log.read_text)
    return server


def end_everything_on(data_dir: Path) -> None:
    """Kill every process that was started for a data folder, and remove where they met."""
    ended = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("ARMILLARY_DATA_DIR") == str(data_dir):
                process.kill()
                ended.append(process)
        except psutil.Error:
            continue
    psutil.wait_procs(ended, 10)
    remove_unused_of(data_dir)


def _answers(server: RunningServer, log: Path) -> bool:
    if server.process.poll() is not None:
        raise RuntimeError(f"the server ended by itself: {log.read_text()}")
    try:
        return httpx.get(f"{server.url}/api/health", timeout=10).status_code == 200
    except httpx.TransportError:
        return False


def free_port() -> int:
    """Give a port at which nothing listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
