"""Starting a host from the process that wants to ask it."""

import subprocess
import sys
import threading
from pathlib import Path
from typing import cast

from armillary.base.registry import discover_everywhere
from armillary.base.run_folder import run_folder
from armillary.jobs.calls.contract import CallKind, HostName
from armillary.settings import Settings

CAPABILITIES = "armillary.capabilities"
IDLE_S = 60.0


def socket_path(settings: Settings, name: HostName) -> Path:
    """Give the address at which the host of this data folder listens."""
    return run_folder(settings.data_dir) / f"calls-{name}.sock"


def find_kinds(package: str = CAPABILITIES) -> dict[str, CallKind]:
    """Find every call kind by its id."""
    found = discover_everywhere(package, "calls", "call")
    return {kind_id: cast(CallKind, item.thing) for kind_id, item in found.items()}


def start(
    settings: Settings,
    name: HostName,
    *,
    package: str = CAPABILITIES,
    idle_s: float = IDLE_S,
) -> subprocess.Popen[bytes]:
    """Start a host process that outlives a Ctrl+C of its server; settings travel by a pipe.

    A thread waits for its end, so that no dead child stays in the process table.
    """
    command = (sys.executable, "-m", "armillary.jobs.calls.host", name, "--settings-from-stdin")
    logs = settings.data_dir / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    with (logs / f"calls-{name}.log").open("ab") as log:
        process = subprocess.Popen(
            [*command, "--package", package, "--idle-s", str(idle_s)],
            stdin=subprocess.PIPE,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    assert process.stdin is not None
    with process.stdin as pipe:
        pipe.write(settings.model_dump_json().encode())
    threading.Thread(target=process.wait, name=f"calls-{name}-end", daemon=True).start()
    return process
