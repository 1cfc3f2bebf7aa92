"""Passing on what some work tells, in other words."""

from collections.abc import Callable, Generator
from contextlib import closing
from typing import TypeVar

_Told = TypeVar("_Told")
_Passed = TypeVar("_Passed")
_Made = TypeVar("_Made")


def passed_on(
    work: Generator[_Told, None, _Made], as_: Callable[[_Told], _Passed]
) -> Generator[_Passed, None, _Made]:
    """Do some work, telling ``as_(what it tells)``, and give what it gives; closing ends it."""
    with closing(work):
        while True:
            try:
                told = next(work)
            except StopIteration as end:
                made: _Made = end.value
                return made
            yield as_(told)


def at_once(work: Generator[object, None, _Made]) -> _Made:
    """Do some work without heeding what it tells, and give what it gives."""
    while True:
        try:
            next(work)
        except StopIteration as end:
            made: _Made = end.value
            return made
