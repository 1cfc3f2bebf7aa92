"""Telling how far an import is, as a whole, while a part of it is done."""

from collections.abc import Generator
from typing import TypeVar

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
    while True:
        try:
            share = next(making)
        except StopIteration as over:
            made: _Made = over.value
            return made
        yield progress(begin + (end - begin) * share, message)


def told(
    reading: Generator[Reading, None, _Made], begin: float, end: float
) -> Generator[Progress, None, _Made]:
    """Tell of a reader's progress as of a part of the whole."""
    while True:
        try:
            at = next(reading)
        except StopIteration as over:
            read: _Made = over.value
            return read
        share = at.bytes_read / max(at.bytes_total, 1)
        message = f"{counted(at.rows, 'row')} read" if at.rows else "Looking at the file"
        yield progress(begin + (end - begin) * share, message)


def progress(fraction: float, message: str) -> Progress:
    """Give what is told of a job's progress."""
    return Progress(round(fraction, 3), message=message)
