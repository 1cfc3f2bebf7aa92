"""Families of metrics: one file, one ``family``, found by the registry."""

from functools import cache
from typing import cast

from armillary.base.registry import discover
from armillary.learning.scores.contract import Family


@cache
def all_families() -> dict[str, Family]:
    """Give every family by id; loads no library that computes."""
    found = discover(__name__, "family")
    return {identity: cast(Family, item.thing) for identity, item in found.items()}
