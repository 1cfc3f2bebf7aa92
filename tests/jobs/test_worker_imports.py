"""What a worker loads to wait for work: it serves nobody, and waits in many places."""

import subprocess
import sys

SCRIPT = """
import sys
import armillary.jobs.worker_main
from armillary.jobs.kinds import CAPABILITIES, JobKinds
JobKinds.load(CAPABILITIES)
print([name for name in ("fastapi", "uvicorn", "alembic", "numpy") if name in sys.modules])
"""


def test_a_worker_that_waits_has_loaded_no_web_framework() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=True
    )

    assert done.stdout.strip() == "[]"
