"""The process that computes: it runs claims until its worker has no more for it, or is gone.

It leads a session of its own, so that killing its group leaves nothing of it behind. It watches the
pipe of its worker and that of the server it was forked from, and ends when either closes.
"""

import os
import queue
import select
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, NoReturn

import structlog

from armillary.base.database import Database
from armillary.base.logging import configure, get_logger
from armillary.base.storage import LocalStorage
from armillary.base.values import from_json, to_json
from armillary.jobs import fence, moves, priority, queues, staying, threads
from armillary.jobs.claimed import ClaimedJob, Tools
from armillary.jobs.failures import describe
from armillary.jobs.kinds import JobKinds
from armillary.jobs.reporter import Reporter
from armillary.jobs.runner import Inbox, Runner
from armillary.jobs.tables import Job
from armillary.realtime import attach, open_bus
from armillary.settings import Settings

POOL_SIZE = 4
_log = get_logger(__name__)


def main(connection: Connection, life: int) -> NoReturn:
    """Run what the worker asks for; ``life`` is a file that closes when the forking server ends."""
    began_with = staying.own_bytes()
    hello = from_json(connection.recv_bytes())
    inbox: Inbox = queue.SimpleQueue()
    threading.Thread(target=_watch, args=(connection, life, inbox), daemon=True).start()
    settings = Settings(**hello["settings"])
    configure(settings)
    tools = _open(settings, hello["package"], partial(_say, connection))
    while True:
        message = inbox.get()
        if message["type"] == "run":
            _say(connection, "begun")
            stays = _run(tools, message, inbox, began_with)
            _say(connection, "idle" if stays else "leaving")
            if not stays:
                _leave()
        elif message["type"] == "stop":
            _leave()


def _say(connection: Connection, what: str) -> None:
    connection.send_bytes(to_json({"type": what}))


def end_group() -> NoReturn:
    """End this process and every process it has started, at once."""
    os.killpg(0, signal.SIGKILL)
    raise AssertionError("a killed process goes nowhere")


def _leave() -> NoReturn:
    sys.stderr.flush()
    # Without closing generators and threads: what they would still say is not theirs to say.
    os._exit(0)


def _watch(connection: Connection, life: int, inbox: Inbox) -> None:
    poll = select.poll()
    poll.register(connection.fileno(), select.POLLIN)
    poll.register(life, select.POLLIN)
    while True:
        for file, _ in poll.poll():
            if file == life:
                end_group()
            try:
                inbox.put(from_json(connection.recv_bytes()))
            except (EOFError, OSError):
                end_group()


def _open(settings: Settings, package: str, say: Callable[[str], None]) -> Tools:
    database = Database(settings.database_address, pool_size=POOL_SIZE)
    attach(database, open_bus(settings))
    queues.attach(database, settings)
    storage = LocalStorage(settings.storage_root, settings.storage_mounts)
    kinds = database.info[moves.KINDS] = JobKinds.load(package)
    return Tools(settings, database, storage, kinds, say)


def _run(tools: Tools, message: Mapping[str, Any], inbox: Inbox, began_with: int) -> bool:
    """Run one claim; gives whether this process may run another, see `staying`."""
    numbers: Mapping[str, int] = message["numbers"]
    kind = tools.kinds[message["kind"]]
    threads.use(message["threads"], message["gpus"])
    is_nice = message["lane"] == "background"
    if is_nice:
        priority.give_way(priority.LONG_WORK)
    try:
        with (
            structlog.contextvars.bound_contextvars(jobs=list(numbers)),
            closing(Reporter(tools.database, numbers, end_group)) as reporter,
        ):
            try:
                jobs = [_begin(tools, job_id, reporter) for job_id in numbers]
                runner = Runner(kind, jobs, reporter, inbox, message["claim"])
            except Exception as failure:  # noqa: BLE001  # a job that cannot even begin has failed
                _log.error("job not begun", exc_info=failure)
                _fail(tools, numbers, failure)
                return False
            runner.run()
        # A process cannot take back that it gives way.
        return not is_nice and staying.may_stay(kind, runner, message["gpus"], began_with)
    except fence.Superseded:
        _log.warning("claim superseded", jobs=dict(numbers))
        end_group()


def _begin(tools: Tools, job_id: str, reporter: Reporter) -> ClaimedJob:
    with tools.database.read() as session:
        row = session.get_one(Job, job_id)
    job = ClaimedJob(tools, row, reporter)
    job.load_checkpoint()
    return job


def _fail(tools: Tools, numbers: Mapping[str, int], failure: Exception) -> None:
    for job_id, number in numbers.items():
        with tools.database.write() as session:
            job = fence.hold(session, job_id, number)
            moves.finish(session, job, "failed", error=describe(failure))
