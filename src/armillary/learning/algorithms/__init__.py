"""The algorithms: one file or folder, one ``algorithm``, found by the registry.

They do not import each other; what several of them share lies one floor higher.
"""

from functools import cache
from typing import cast

from armillary.base.errors import NotFound
from armillary.base.registry import discover
from armillary.learning.contract import Algorithm


@cache
def all_algorithms() -> dict[str, Algorithm]:
    """Give every algorithm by id; loads none of their libraries."""
    found = discover(__name__, "algorithm")
    return {identity: cast(Algorithm, item.thing) for identity, item in found.items()}


def get_algorithm(algorithm_id: str) -> Algorithm:
    """Give one algorithm; raises `NotFound` naming those there are."""
    known = all_algorithms()
    if algorithm_id not in known:
        raise NotFound(
            f"There is no algorithm {algorithm_id!r}; there are: {', '.join(known)}.",
            code="algorithm_not_found",
        )
    return known[algorithm_id]
