"""A worker as a process of its own: ``python -m armillary.jobs.worker_main``.

Its settings come as JSON on standard input, so that no secret is seen among the arguments.
"""

import argparse
import gc
import sys

from armillary.base.garbage import spare_what_is_there
from armillary.base.logging import configure
from armillary.base.values import from_json
from armillary.jobs.forkserver import name_process
from armillary.jobs.kinds import CAPABILITIES, JobKinds
from armillary.jobs.succession import heir_of
from armillary.jobs.worker import run_worker
from armillary.settings import Settings


def main() -> None:
    """Be a worker until asked to stop."""
    given = _arguments()
    settings = Settings(**from_json(sys.stdin.buffer.read()))
    configure(settings)
    name_process("armillary-work")
    kinds = JobKinds.load(given.kinds)
    spare_what_is_there()
    run_worker(
        settings,
        embedded=given.embedded,
        until_idle=given.until_idle,
        reserved=given.reserved,
        worker_id=given.id,
        kinds=kinds,
        forks=True,
        heir=heir_of(settings, kinds) if given.embedded else None,
    )
    # Before it ends, Python would look for garbage in all that was imported; it takes half a
    # second, and a server that stops waits for us.
    gc.freeze()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="armillary.jobs.worker_main", description=__doc__)
    parser.add_argument("--id")
    parser.add_argument("--embedded", action="store_true")
    parser.add_argument("--until-idle", action="store_true")
    parser.add_argument("--reserved")
    parser.add_argument("--kinds", default=CAPABILITIES, metavar="PACKAGE")
    return parser.parse_args()


if __name__ == "__main__":
    main()
