"""What an installation of the core takes on disk, without the extra for PyTorch.

Aim: at most 800 MB. Makes an environment of its own from the locked requirements.
"""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.measure import SMOKE, Result

ROOT = Path(__file__).parent.parent


def run() -> Iterator[Result]:
    """Install and weigh; not where nothing is measured, since it downloads everything anew."""
    if SMOKE:
        return
    with tempfile.TemporaryDirectory(prefix="armillary-size-") as folder:
        environment = Path(folder) / "env"
        uv = [sys.executable, "-m", "uv"]
        _call([*uv, "venv", "-q", "-p", sys.executable, str(environment)])
        python = str(environment / "bin" / "python")
        constraints = str(ROOT / "requirements" / "dev.lock")
        install = [*uv, "pip", "install", "-q", "--compile-bytecode", "--python", python]
        _call([*install, "-c", constraints, str(ROOT)])
        size = sum(path.lstat().st_size for path in environment.rglob("*") if not path.is_dir())
    megabytes = size / 1e6
    yield Result("size of the installed core", megabytes, "MB", "<= 800 MB", megabytes <= 800)


def _call(command: list[str]) -> None:
    subprocess.run(command, check=True)
