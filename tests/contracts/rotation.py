"""Which algorithms are held to the laws in this run.

Of those written by hand one part of `HAND_PARTS`, of those derived from scikit-learn one of
`PARTS`, other ones every day. ``ARMILLARY_TEST_ROTATION`` names a part by its number, or ``all``
of them, or algorithms by their ids, so that a failure can be repeated.
"""

import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.util import find_spec
from typing import TypeVar

from armillary.learning.algorithms import all_algorithms
from armillary.learning.catalogue import CatalogueEntry, list_entries
from armillary.learning.contract import Algorithm

HAND_PARTS, PARTS = 6, 16
T = TypeVar("T")
_MODULES = {"maps": "umap"}  # what an extra installs, where it is called otherwise
VARIABLE = "ARMILLARY_TEST_ROTATION"


@cache
def rotation() -> str:
    """Give what this run was told, or the number of today's part; the same until it ends."""
    return os.environ.get(VARIABLE) or str(datetime.now(UTC).toordinal() % (HAND_PARTS * PARTS))


def todays(cases: Sequence[T], parts: int, first: int = 0) -> list[T]:
    """Give one of so many parts of some cases, another one each day; all to who looks at all.

    ``first`` is the part that the day 0 begins with.
    """
    told = rotation()
    return list(cases[(int(told) + first) % parts :: parts]) if told.isdecimal() else list(cases)


def chosen_entries() -> list[CatalogueEntry]:
    """Give the entries whose laws are looked at in this run."""
    wanted = rotation()
    entries = installed_entries()
    if wanted == "all":
        return list(entries)
    if not wanted.isdecimal():
        return [entry for entry in entries if entry.id in wanted.split(",")]
    by_hand = [entry for entry in entries if entry.derived_from is None]
    derived = [entry for entry in entries if entry.derived_from is not None]
    return by_hand[int(wanted) % HAND_PARTS :: HAND_PARTS] + derived[int(wanted) % PARTS :: PARTS]


def installed_entries() -> Sequence[CatalogueEntry]:
    """Give the entries whose libraries are installed here."""
    missing = missing_extras()
    return [entry for entry in list_entries() if entry.id not in missing]


def missing_extras() -> list[str]:
    """Name the algorithms that are held to no law here, since their extra is not installed."""
    return [
        entry.id
        for entry in list_entries()
        if entry.needs_extra
        and find_spec(_MODULES.get(entry.needs_extra, entry.needs_extra)) is None
    ]


def taking_turns() -> list[CatalogueEntry]:
    """Give the entries of a law that is slow or of many cases: those by hand come as seldom."""
    wanted = rotation()
    return (
        list(installed_entries()[int(wanted) % PARTS :: PARTS])
        if wanted.isdecimal()
        else chosen_entries()
    )


def chosen_algorithms() -> list[Algorithm]:
    """Give the algorithms of these entries."""
    return [all_algorithms()[entry.id] for entry in chosen_entries()]
