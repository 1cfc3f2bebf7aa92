"""The algorithms: one file or folder, one ``algorithm``, found by the registry.

Beside them stand those that are derived from scikit-learn, as the catalogue lists them. They do
not import each other; what several of them share lies one floor higher.
"""

from functools import cache
from typing import cast

from armillary.base.errors import NotFound
from armillary.base.registry import discover
from armillary.learning.catalogue import list_entries
from armillary.learning.contract import Algorithm, TaskKind
from armillary.learning.derived import DerivedAlgorithm


@cache
def curated_algorithms() -> dict[str, Algorithm]:
    """Give the algorithms that have a file here, by id; loads none of their libraries."""
    found = discover(__name__, "algorithm")
    return {identity: cast(Algorithm, item.thing) for identity, item in found.items()}


@cache
def all_algorithms() -> dict[str, Algorithm]:
    """Give every algorithm by id, also those derived from scikit-learn; loads no library."""
    derived = [
        DerivedAlgorithm(entry.derived_from, cast(tuple[TaskKind, ...], entry.tasks))
        for entry in list_entries()
        if entry.derived_from is not None
    ]
    return curated_algorithms() | {one.id: cast(Algorithm, one) for one in derived}


def get_algorithm(algorithm_id: str) -> Algorithm:
    """Give one algorithm; raises `NotFound` naming those there are."""
    known = all_algorithms()
    if algorithm_id not in known:
        raise NotFound(
            f"There is no algorithm {algorithm_id!r}; there are: {', '.join(known)}.",
            code="algorithm_not_found",
        )
    return known[algorithm_id]
