"""Ending the tasks that somebody has begun."""

import asyncio
from typing import Any


async def end_tasks(*tasks: "asyncio.Future[Any]", expected: tuple[type[Exception], ...]) -> None:
    """Cancel tasks, wait for their end, and raise what failed otherwise than ``expected``."""
    for task in tasks:
        task.cancel()
    # Not `gather`: cancelled itself, it raises the tasks' cancellation in place of its own,
    # and whoever cancelled us would not know it again.
    await asyncio.wait(tasks)
    for task in tasks:
        failure = None if task.cancelled() else task.exception()
        if failure is not None and not isinstance(failure, expected):
            raise failure
