"""Server and page with reload, until Ctrl+C ends both: ``make dev``."""

import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
PORT = os.environ.get("ARMILLARY_PORT", "8000")
SERVER = [
    sys.executable, "-m", "uvicorn", "armillary.asgi:app", "--reload", "--reload-dir",
    str(ROOT / "src" / "armillary"), "--port", PORT, "--no-access-log",
]  # fmt: skip
PAGE = ["npm", "--silent", "run", "dev"]


def main() -> int:
    """Run both until one ends or somebody ends them."""
    # Vite serves the page itself; the server may start without a built one.
    address = {"ARMILLARY_DEV_SERVER": f"http://127.0.0.1:{PORT}"}
    running = [
        subprocess.Popen(SERVER, cwd=ROOT, env={**os.environ, "ARMILLARY_LOG_FORMAT": "text"}),
        subprocess.Popen(PAGE, cwd=ROOT / "web", env={**os.environ, **address}),
    ]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    try:
        os.wait()
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        for process in running:
            if process.poll() is None:
                process.terminate()
        for process in running:
            process.wait()


if __name__ == "__main__":
    sys.exit(main())
