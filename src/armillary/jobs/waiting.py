"""Waiting for a job's end in the server, holding no thread, session or transaction meanwhile."""

import asyncio
import contextlib
import time

from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.base.executors import in_thread
from armillary.base.http import AppState
from armillary.jobs.tables import Job

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
    async with contextlib.aclosing(_Changes(state, job)) as changes:
        while (left := deadline - time.monotonic()) > 0:
            await changes.next(min(left, LOOK_AGAIN_S))
            job = await _look(state, job_id)
            if job.is_finished:
                break
    return job


class _Changes:
    """Wakes when something new is said on a job's topic."""

    def __init__(self, state: AppState, job: Job) -> None:
        self._subscription = state.hub.subscribe({job.topic: None}, Actor.for_job(job))
        self._messages = aiter(self._subscription)
        self._next: asyncio.Future[object] | None = None

    async def next(self, timeout_s: float) -> None:
        """Return at the next message, or when the time is over."""
        if self._next is None:
            self._next = asyncio.ensure_future(anext(self._messages))
        done, _ = await asyncio.wait({self._next}, timeout=timeout_s)
        if done:
            self._next = None

    async def aclose(self) -> None:
        """Stop listening."""
        if self._next is not None:
            self._next.cancel()
            await asyncio.wait({self._next})
        self._subscription.close()


async def _look(state: AppState, job_id: str) -> Job:
    return await in_thread(state.executors.database, _read, state, job_id)


def _read(state: AppState, job_id: str) -> Job:
    with state.database.read() as session:
        job = session.get(Job, job_id)
    if job is None:
        raise NotFound(f"There is no job {job_id}.")
    return job
