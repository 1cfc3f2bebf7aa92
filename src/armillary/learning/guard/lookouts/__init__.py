"""The look-outs of the guard: one file, one ``lookout``, found by the registry."""

from functools import cache
from typing import cast

from armillary.base.registry import discover
from armillary.learning.guard.contract import Lookout


@cache
def all_lookouts() -> tuple[Lookout, ...]:
    """Give every look-out in the order in which they look."""
    found = [cast(Lookout, item.thing) for item in discover(__name__, "lookout").values()]
    return tuple(sorted(found, key=lambda one: (one.rank, one.id)))
