"""Install the peers, each in an environment of its own: ``python -m benchmarks.peers``."""

import subprocess
import sys

from benchmarks.measure import PEERS

VERSIONS = {"mlflow": "3.17.2", "datasette": "0.65.5"}


def main() -> None:
    """Make what is not there yet."""
    for name, version in VERSIONS.items():
        environment = PEERS / name
        if (environment / "bin" / name).exists():
            print(f"{name} is there already: {environment}")
            continue
        uv = [sys.executable, "-m", "uv"]
        subprocess.run([*uv, "venv", "-q", "-p", sys.executable, str(environment)], check=True)
        install = [*uv, "pip", "install", "-q", "--compile-bytecode", "--python"]
        python = str(environment / "bin" / "python")
        subprocess.run([*install, python, f"{name}=={version}"], check=True)
        print(f"{name} {version} is installed in {environment}")


if __name__ == "__main__":
    main()
