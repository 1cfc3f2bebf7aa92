"""Running small jobs where processes are forked, before people's own are run in their copies.

What a process does for the first time takes longer: statements are compiled, mappers and methods
settle how they do their work, libraries look for what is installed. A process that is forked after
a rehearsal has done all of it before, and ends a small training in two thirds of the time.
"""

import queue
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.ids import new_id
from armillary.base.storage import LocalStorage
from armillary.base.values import utc_now
from armillary.jobs import moves
from armillary.jobs.claimed import ClaimedJob, Tools
from armillary.jobs.contract import Granted, Rehearses
from armillary.jobs.kinds import JobKinds
from armillary.jobs.reporter import Reporter
from armillary.jobs.runner import Inbox, Runner
from armillary.settings import Settings

_GRANTED = Granted(threads=1, memory_bytes=1 << 29)


@dataclass(frozen=True)
class Rehearsal:
    """Jobs of an empty place of their own, that wait to be run one after another."""

    tools: Tools
    job_ids: list[str]

    def run(self, job_id: str) -> str:
        """Run one of them here, as a process that was forked runs it; gives its state."""
        database = self.tools.database
        with database.write() as session:
            row = moves.lock(session, job_id)
            assert row is not None
            moves.claim(session, row, "rehearsal", new_id("claim"), asdict(_GRANTED), utc_now())
        inbox: Inbox = queue.SimpleQueue()
        with closing(Reporter(database, {job_id: row.claim_number}, lambda: None)) as reporter:
            job = ClaimedJob(self.tools, row, reporter)
            job.load_checkpoint()
            Runner(self.tools.kinds[row.kind], [job], reporter, inbox, job.claim_number).run()
        with database.read() as session:
            ended = moves.lock(session, job_id)
            return "gone" if ended is None else ended.state


@contextmanager
def prepared(kinds: JobKinds) -> Iterator[Rehearsal]:
    """Make the place and the jobs; nothing of it is left behind."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="armillary-rehearsal-"))
        settings = Settings(data_dir=Path(folder))
        database = Database(settings.database_address, pool_size=2)
        stack.callback(database.dispose)
        database.create_all()
        database.info[moves.KINDS] = kinds
        storage = LocalStorage(settings.storage_root, settings.storage_mounts)
        with database.write() as session:
            job_ids = [
                job_id
                for kind in kinds.values()
                if isinstance(kind, Rehearses)
                for job_id in kind.rehearse(Actor.local(), session, storage)
            ]
        yield Rehearsal(Tools(settings, database, storage, kinds), job_ids)


def rehearse(kinds: JobKinds) -> Iterator[str]:
    """Run what kinds want rehearsed, yielding the state of each job when it has ended."""
    if not any(isinstance(kind, Rehearses) for kind in kinds.values()):
        return
    with prepared(kinds) as rehearsal:
        for job_id in rehearsal.job_ids:
            yield rehearsal.run(job_id)
