"""Waiting for a job's end in the server, holding no thread, session or transaction meanwhile."""

import asyncio
import time
from contextlib import aclosing

from armillary.base.errors import NotFound
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.jobs.tables import Job
from armillary.realtime import Event

LOOK_AGAIN_S = 1.0


async def wait(state: AppState, job_id: str, timeout_s: float) -> Job:
    """Give the job once it has ended, or as it stands when the time is over.

    Follows the job's events; a look at the row each second repairs what may get lost on the way.
    Raises `NotFound` where there is no such job.
    """
    deadline = time.monotonic() + timeout_s
    job = await _look(state, job_id)
    if job.is_finished:
        return job
    async with aclosing(_Changes(state, job)) as changes:
        while (left := deadline - time.monotonic()) > 0:
            await changes.next(min(left, LOOK_AGAIN_S))
            job = await _look(state, job_id)
            if job.is_finished:
                break
    return job


class _Changes:
    """Wakes when a job's state may have changed."""

    def __init__(self, state: AppState, job: Job) -> None:
        self._messages = state.hub.follow({job.topic: None})
        self._next: asyncio.Task[None] | None = None

    async def next(self, timeout_s: float) -> None:
        """Return when the state may have changed, or when the time is over."""
        if self._next is None:
            self._next = asyncio.create_task(self._change())
        done, _ = await asyncio.wait({self._next}, timeout=timeout_s)
        if done:
            self._next.result()
            self._next = None

    async def aclose(self) -> None:
        """Stop listening."""
        if self._next is not None:
            self._next.cancel()
            await asyncio.wait({self._next})
        self._messages.close()

    async def _change(self) -> None:
        async for message in self._messages:
            # Progress and metrics come often and end nothing.
            if not isinstance(message, Event) or '"state"' in message.body:
                return


async def _look(state: AppState, job_id: str) -> Job:
    return await in_thread(state.executors.database, _read, state, job_id)


def _read(state: AppState, job_id: str) -> Job:
    with state.database.read() as session:
        job = session.get(Job, job_id)
    if job is None:
        raise NotFound(f"There is no job {job_id}.")
    return job
