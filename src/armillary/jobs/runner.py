"""Driving one claim's generator: show what it yields, tell it what it is told, end its jobs."""

import queue
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy.exc import OperationalError

from armillary.base.errors import AppError
from armillary.base.logging import get_logger
from armillary.jobs import moves
from armillary.jobs.claimed import ClaimedJob, Outcome
from armillary.jobs.contract import (
    Checkpoint,
    Control,
    Done,
    Failed,
    JobKind,
    Log,
    Progress,
    State,
    Update,
    Wait,
)
from armillary.jobs.failures import describe
from armillary.jobs.reporter import Reporter
from armillary.jobs.states import JobState
from armillary.jobs.updates import CANCEL

Inbox = queue.SimpleQueue[Mapping[str, Any]]
"""What the worker tells: JSON with a ``type``, and the number of the claim it is about."""

TIME_LIMIT = moves.error("time_limit", "It reached its time limit and was stopped.")
_TRIES = 5
_log = get_logger(__name__)


class Runner:
    """Runs the jobs of one claim to their ends, each ended in a transaction of its own."""

    def __init__(
        self,
        kind: JobKind,
        jobs: Iterable[ClaimedJob],
        reporter: Reporter,
        inbox: Inbox,
        claim: int,
    ) -> None:
        self._jobs = {job.id: job for job in jobs}
        self._generator = kind.run(list(self._jobs.values()))
        self._reporter = reporter
        self._inbox = inbox
        self._claim = claim
        self._controls: deque[Control] = deque()
        self._has_begun = False
        self._pausing: set[str] = set()
        self._to_cancel: set[str] = set()
        self._is_stopping = False
        self._is_over_time = False
        self._is_coming_back = any(job.checkpoint is not None for job in self._jobs.values())
        self._saves_next = False
        self.is_abandoned = False
        """Whether the generator was left standing: then the process must end, not close it."""
        self.has_failed = False
        """Whether a job has ended otherwise than well."""

    def run(self) -> None:
        """Drive the generator until every job has ended, waits, or was given back."""
        try:
            while self._jobs and not self._ends_early():
                self._step()
        except StopIteration:
            self._end_all("succeeded")
        except Exception as failure:  # noqa: BLE001  # the edge where failures become facts
            self._fail_all(failure)
        if not self.is_abandoned:
            self._close_generator()

    def _step(self) -> None:
        control = self._controls.popleft() if self._has_begun and self._controls else None
        # A generator that has not begun takes nothing yet.
        self._has_begun = True
        job_id, update = self._generator.send(control)
        job = self._jobs.get(job_id)
        if job is not None:
            self._take(job, update)

    def _take(self, job: ClaimedJob, update: Update) -> None:
        match update:
            case Progress():
                self._reporter.note(job.id, update)
            case Log():
                self._reporter.log(job.id, update)
            case Checkpoint():
                if self._is_coming_back:
                    self._is_coming_back = False
                    job.came_back()
                self._offer(job, update.state)
            case Wait():
                job.wait(update)
                self._leave(job)
            case Done():
                job.finish(update.result, write=update.write)
                self._end(job, "succeeded")
            case Failed():
                self._end(job, "failed", describe(update.error))

    def _offer(self, job: ClaimedJob, state: Callable[[], State]) -> None:
        is_leaving = self._is_stopping or job.id in self._pausing
        at_once = is_leaving or self._saves_next
        if is_leaving:
            job.closing()
        try:
            is_saved = job.offer(state, at_once=at_once)
        except OSError as failure:
            _log.warning("checkpoint not saved", job=job.id, exc_info=True)
            self._say(job, "warning", f"A checkpoint could not be saved: {failure.strerror}.")
            is_saved = False
        if is_saved:
            self._saves_next = False
        if self._is_stopping:
            job.release()
            self._leave(job)
        elif job.id in self._pausing and is_saved:
            self._pausing.discard(job.id)
            if job.pause():
                self._leave(job)

    def _ends_early(self) -> bool:
        """Hear what the worker says; gives whether the jobs were ended because of it."""
        while message := self._next_message():
            self._hear(message)
        if self._has_begun:
            # One that goes on only to keep what it had must have begun to.
            for job_id in self._to_cancel & self._jobs.keys():
                self._jobs[job_id].is_cancelled = True
        cancelled = [job for job in self._jobs.values() if job.is_cancelled]
        if not self._is_over_time and len(cancelled) < len(self._jobs):
            # The others of the batch go on.
            for job in cancelled:
                self._end(job, "cancelled")
            return False
        next(iter(self._jobs.values())).closing()
        self._close_generator()
        if self._is_over_time:
            self._end_all("failed", TIME_LIMIT)
        else:
            self._end_all("cancelled")
        return True

    def _next_message(self) -> Mapping[str, Any] | None:
        try:
            return self._inbox.get(block=False)
        except queue.Empty:
            return None

    def _hear(self, message: Mapping[str, Any]) -> None:
        if message["claim"] != self._claim:
            return
        match message["type"]:
            case "cancel":
                if (job := self._jobs.get(message["job_id"])) is not None:
                    self._hear_cancel(job)
            case "stop":
                self._is_stopping = True
            case "time_limit":
                self._is_over_time = True
            case "pause":
                self._pausing.add(message["job_id"])
            case "resume":
                self._pausing.discard(message["job_id"])
            case "control" if message["job_id"] in self._jobs:
                self._hear_control(message["job_id"], message["control"])

    def _hear_cancel(self, job: ClaimedJob) -> None:
        if job.checkpoint is not None and not self._has_begun:
            # Closed now it could not even keep what it had when it was paused.
            self._to_cancel.add(job.id)
        else:
            job.is_cancelled = True

    def _hear_control(self, job_id: str, control: Control) -> None:
        if control["type"] == CANCEL["type"]:
            self._to_cancel.add(job_id)
            return
        self._saves_next = self._saves_next or control["type"] == "checkpoint"
        # In a batch the kind has to know which job is meant.
        told = control if len(self._jobs) == 1 else {**control, "job_id": job_id}
        self._controls.append(told)

    def _close_generator(self) -> None:
        try:
            self._generator.close()
        except Exception as failure:  # noqa: BLE001  # what fails in stopping does not undo the stop
            _log.warning("stopping failed", jobs=list(self._jobs), exc_info=True)
            for job in self._jobs.values():
                self._say(job, "error", f"Stopping failed. {describe(failure)['message']}")

    def _leave(self, job: ClaimedJob) -> None:
        del self._jobs[job.id]
        self.is_abandoned = True

    def _end_all(self, state: JobState, error: Mapping[str, Any] | None = None) -> None:
        for job in list(self._jobs.values()):
            self._end(job, state, error)

    def _fail_all(self, failure: Exception) -> None:
        if isinstance(failure, AppError):
            # The job says no to what it was given; that is told to people, and no fault of ours.
            _log.info("job refused", jobs=list(self._jobs), code=failure.code)
        else:
            _log.error("job failed", jobs=list(self._jobs), exc_info=failure)
        for job in list(self._jobs.values()):
            job.outcome = Outcome()
            self._end(job, "failed", describe(failure))

    def _end(
        self, job: ClaimedJob, state: JobState, error: Mapping[str, Any] | None = None
    ) -> None:
        try:
            _end_surely(job, state, error)
        except Exception as failure:  # noqa: BLE001  # as in `run`: storing a result may fail too
            _log.error("result not stored", job=job.id, exc_info=failure)
            job.outcome, state = Outcome(), "failed"
            _end_surely(job, state, describe(failure))
        self.has_failed = self.has_failed or state != "succeeded"
        del self._jobs[job.id]

    def _say(self, job: ClaimedJob, level: Any, text: str) -> None:
        self._reporter.log(job.id, Log(level, text))


def _end_surely(job: ClaimedJob, state: JobState, error: Mapping[str, Any] | None) -> None:
    """End a job, trying again where the database is away for a moment."""
    for left in reversed(range(_TRIES)):
        try:
            return job.end(state, error)
        except OperationalError:
            if not left:
                raise
            time.sleep(1.0)
    return None
