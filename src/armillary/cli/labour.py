"""Running jobs in this very command: a worker for them alone, and following what it does."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from armillary import jobs
from armillary.base.ids import new_id
from armillary.cli.progress import watch
from armillary.cli.screen import print_note
from armillary.cli.workshop import Workshop
from armillary.realtime import read_events

# A hint over the bus comes at once; this only bounds what a lost one costs.
_LOOK_AGAIN_S = 0.25


@contextmanager
def hired_worker(shop: Workshop) -> Iterator[str]:
    """Have a worker of our own while the block runs; gives the name to reserve jobs for."""
    from armillary.jobs.queues import CHANNEL
    from armillary.jobs.worker import run_worker

    name, stop = new_id("terminal"), threading.Event()
    failures: list[BaseException] = []

    def work() -> None:
        try:
            run_worker(shop.settings, reserved=name, stop=stop)
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=work, name="worker", daemon=True)
    thread.start()
    try:
        yield name
    finally:
        stop.set()
        shop.bus.publish(CHANNEL)
        thread.join()
    if failures:
        raise failures[0]


def finish(shop: Workshop, job_id: str, *, quiet: bool) -> tuple[dict[str, Any], bool]:
    """Follow a job to its end and give it, and whether Ctrl+C was what ended it.

    The first Ctrl+C cancels the job, which keeps the best it has; a second one ends the command.
    """
    with shop.database.read() as session:
        job = jobs.to_wire(jobs.get(shop.actor, session, job_id))
    try:
        return watch(job, _events(shop, job_id), quiet=quiet), False
    except KeyboardInterrupt:
        print_note("Stopping; the best so far is kept. Ctrl+C again ends it at once.")
    with shop.database.write() as session:
        jobs.cancel(shop.actor, session, job_id)
    return watch(job, _events(shop, job_id), quiet=True), True


def _events(shop: Workshop, job_id: str) -> Iterator[tuple[str, dict[str, Any]]]:
    topic, after = f"job:{job_id}", 0
    listener = shop.bus.listen("wake")
    try:
        while True:
            with shop.database.read() as session:
                events = read_events(session, topic, after)
            for event in events:
                after = event.number
                yield event.type, event.data
            if not events:
                listener.receive(_LOOK_AGAIN_S)
    finally:
        listener.close()
