"""Telling how far an import is, as a whole, while a part of it is done."""

from collections.abc import Generator
from typing import TypeVar

from armillary.base.passing import passed_on
from armillary.capabilities.datasets.formats import Reading
from armillary.capabilities.datasets.words import counted
from armillary.jobs.contract import Progress

# How the time divides, roughly: after reading, and after writing, comes looking.
READ, WRITTEN = 0.4, 0.8

_Made = TypeVar("_Made")


def scaled(
    making: Generator[float, None, _Made], begin: float, end: float, message: str
) -> Generator[Progress, None, _Made]:
    """Tell how far the whole is while a part of it is made."""
    return passed_on(making, lambda share: progress(begin + (end - begin) * share, message))


def told(
    reading: Generator[Reading, None, _Made], begin: float, end: float
) -> Generator[Progress, None, _Made]:
    """Tell of a reader's progress as of a part of the whole."""

    def at(reached: Reading) -> Progress:
        share = reached.bytes_read / max(reached.bytes_total, 1)
        message = f"{counted(reached.rows, 'row')} read" if reached.rows else "Looking at the file"
        return progress(begin + (end - begin) * share, message)

    return passed_on(reading, at)


def progress(fraction: float, message: str) -> Progress:
    """Give what is told of a job's progress."""
    return Progress(round(fraction, 3), message=message)
