"""What a job is made of: the kind somebody writes, what it yields and what it is told.

A kind is one file, ``capabilities/*/jobs/*.py``, offering it as ``kind``. It is imported by the
server too, so heavy libraries are imported inside its functions.
"""

from collections.abc import Collection, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, Literal, Protocol, runtime_checkable

from pydantic import BaseModel
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.base.storage import Storage
from armillary.jobs.updates import (
    Checkpoint,
    Control,
    Done,
    Failed,
    Granted,
    Lane,
    Log,
    LogLevel,
    Needs,
    Progress,
    Result,
    State,
    Update,
    Wait,
    Write,
)
from armillary.settings import Settings

__all__ = [
    "DEFAULT_ATTEMPTS",
    "Checkpoint",
    "Control",
    "Done",
    "EndsAtOnce",
    "Failed",
    "Granted",
    "HearsOfControl",
    "HearsOfEnd",
    "HearsOfMoves",
    "JobContext",
    "JobKind",
    "JobNews",
    "JobRow",
    "Lane",
    "Log",
    "LogLevel",
    "Needs",
    "Pausable",
    "PausedWithParent",
    "Progress",
    "Rehearses",
    "Result",
    "Run",
    "SingleJobKind",
    "SingleRun",
    "State",
    "StaysWhileSmall",
    "Steerable",
    "Update",
    "Wait",
    "Write",
]

DEFAULT_ATTEMPTS = 3

JobNews = Literal["pausing", "paused", "resumed", "cancelling", "retried", "interrupted"]
"""What may happen to a job besides its beginning and its end."""

Run = Generator[tuple[str, Update], Control | None, None]
SingleRun = Generator[Update, Control | None, Result | None]


class JobContext(Protocol):
    """One claimed job, as its kind sees it."""

    id: str
    workspace_id: str
    params: Any
    """What `submit` was given, parsed by the kind's ``params`` class."""
    attempt: int
    claim_number: int
    """Rises with each claim: what is written under a key with this number belongs to no other."""
    granted: Granted
    used_s: float
    """Seconds that earlier claims have run; a pause does not count."""
    actor: Actor
    settings: Settings
    database: Database
    storage: Storage
    checkpoint: State | None
    """The last saved state, where the job runs again after a death, a stop or a `Wait`."""

    @property
    def is_cancelled(self) -> bool:
        """Whether somebody wants this job to stop; only batches and long steps need to look."""
        ...

    def read(self) -> AbstractContextManager[Session]:
        """Open a read-only transaction."""
        ...

    def write(self) -> AbstractContextManager[Session]:
        """Open a unit of work that is committed only while this claim is the present one."""
        ...

    def write_soon(self, write: Write) -> None:
        """Have ``write`` run in such a unit of work within moments, while the kind goes on.

        It is committed no later than the next `write`, the next checkpoint and the job's end.
        """
        ...

    def submit(
        self,
        kind: str,
        params: Mapping[str, Any] | BaseModel,
        *,
        idempotency_key: str,
        priority: int | None = None,
        subject: tuple[str, str] | None = None,
    ) -> str:
        """Submit a child and give its id; the same key gives the same child, also after a death."""
        ...

    def results(self, job_ids: Sequence[str]) -> dict[str, Any]:
        """Give the results of other jobs of the workspace by id; None where there is none."""
        ...

    def closing(self) -> None:
        """Say that from now on the job stores what it leaves, which may take longer than a step.

        Who stops it then waits as long as its process goes on working, within a setting. Said by
        the runner itself where a cancel closes the generator.
        """
        ...

    def finish(self, result: Result | None = None, *, write: Write | None = None) -> None:
        """Say what the job leaves; stored when the generator ends or was closed by a cancel.

        Called while a cancel closes the generator, it keeps the best that there is. ``write`` runs
        in the transaction that ends the job. The last call counts.
        """
        ...


class JobKind(Protocol):
    """One kind of job. `run` gets the claimed jobs, one unless ``batch_limit`` says more.

    ``preload`` names the modules that its processes shall find imported.
    ``resident`` keeps the process, and with it this object and what it has loaded, between claims;
    see `StaysWhileSmall`.
    ``max_attempts`` counts deaths of the process; an exception is `failed` at once. Cancel closes
    the generator.
    """

    id: str
    params: type[BaseModel]
    preload: Sequence[str]
    batch_limit: int
    resident: bool
    max_attempts: int

    def title(self, params: Any) -> str:
        """Name the job for people."""
        ...

    def needs(self, params: Any) -> Needs:
        """Say what the job wants of a machine."""
        ...

    def run(self, jobs: Sequence[JobContext]) -> Run:
        """Do the work, yielding what people may want to see.

        Jobs that were not yielded as `Done` or `Failed` succeed when the generator ends.
        """
        ...


@runtime_checkable
class HearsOfEnd(Protocol):
    """What a kind may have besides: it is told how each of its jobs ended, whatever ended it.

    Also a job that never ran, or whose process died, ends; what it was to make must not wait for
    ever. Runs in the transaction that ends the job.
    """

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Do what follows from the end: ``state`` is final, ``error`` says why it failed."""
        ...


@runtime_checkable
class HearsOfMoves(Protocol):
    """What a kind may have besides: it is told of every change of state of its jobs.

    Runs in the transaction that changes the state, so that what follows it is never behind.
    """

    def moved(self, session: Session, job: "JobRow") -> None:
        """Do what follows from a job's new state."""
        ...


class JobRow(Protocol):
    """What is said of a job whose state has changed."""

    @property
    def id(self) -> str:
        """The job."""

    @property
    def state(self) -> str:
        """Its state now."""

    @property
    def started_at(self) -> datetime | None:
        """When it began to run."""

    @property
    def finished_at(self) -> datetime | None:
        """When it ended."""


@runtime_checkable
class HearsOfControl(Protocol):
    """What a kind may have besides: it is told what is done with its jobs, and by whom."""

    def heard(self, session: Session, job_id: str, news: JobNews, actor: Actor | None) -> None:
        """Do what follows, in the transaction that makes it true; no actor: it came by itself."""
        ...


@runtime_checkable
class Pausable(Protocol):
    """What a kind may have besides: its jobs can be paused, which gives their place back.

    It goes on from its last `Checkpoint`, or waits again for the jobs of its last `Wait`, as if it
    had never stopped. The jobs that it has begun stand still and go on with it, as far as they can.
    One that is cancelled while it is paused goes on for a moment, so that it keeps the best that it
    had; see `EndsAtOnce`.
    """

    def why_not_pausable(self, params: Any) -> str | None:
        """Say why a job with these parameters cannot be paused; None where it can."""
        ...


@runtime_checkable
class PausedWithParent(Protocol):
    """What a pausable kind may have besides: its jobs stand still with the one that began them.

    They are of its family: they share places evenly with the jobs of others that do the same.
    ``why_not_alone`` says to a person why they do not by themselves, and what to do instead.
    """

    why_not_alone: str


@runtime_checkable
class EndsAtOnce(Protocol):
    """What a pausable kind may have besides: cancelled while they are paused, its jobs just end.

    They would leave nothing by going on for a moment.
    """

    ends_at_once: Literal[True]


@runtime_checkable
class Steerable(Protocol):
    """What a kind may have besides: its running jobs understand more than every job does.

    Every job understands ``pause``, ``resume``, ``cancel`` and ``checkpoint``; whatever else is
    told to one that does not understand it is refused.
    """

    controls: Collection[str]
    """The ``type`` of each further control, which is handed to the generator."""


@runtime_checkable
class Rehearses(Protocol):
    """What a kind may have besides: small jobs of it are run where its processes are forked."""

    def rehearse(self, actor: Actor, session: Session, storage: Storage) -> Sequence[str]:
        """Submit them in an empty place, with all that they need, and give their ids.

        They may leave no thread behind but of libraries that make theirs anew in a fork, as Arrow.
        """
        ...


@runtime_checkable
class StaysWhileSmall(Protocol):
    """What a resident kind may have besides: its process leaves all the same where it has grown.

    It leaves too after a job that did not succeed or was granted a GPU. So it is told from a new
    one by nothing but how soon it begins.
    """

    stays_below_bytes: int
    """How much more than before its first claim a process may hold while it waits for the next."""


class SingleJobKind:
    """A kind that runs one job at a time: subclasses set ``id``, ``params`` and write `run_one`."""

    id: str
    params: type[BaseModel]
    preload: Sequence[str] = ()
    batch_limit = 1
    resident = False
    max_attempts = DEFAULT_ATTEMPTS

    def title(self, params: Any) -> str:
        """Name the job after its kind."""
        return self.id

    def needs(self, params: Any) -> Needs:
        """Want one thread and half a gibibyte."""
        return Needs()

    def run_one(self, job: JobContext) -> SingleRun:
        """Do the work and return the result.

        To keep the best when cancelled, catch `GeneratorExit`, call ``job.finish(...)`` and
        raise it again.
        """
        raise NotImplementedError

    def run(self, jobs: Sequence[JobContext]) -> Run:
        """Run the one job."""
        (job,) = jobs
        single = self.run_one(job)
        control: Control | None = None
        try:
            while True:
                control = yield job.id, single.send(control)
        except StopIteration as end:
            if end.value is not None:
                job.finish(end.value)
        finally:
            single.close()
