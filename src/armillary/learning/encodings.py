"""How an algorithm wants its table, as its own values have it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from armillary.learning.contract import Algorithm, Encoding

MANY_CATEGORIES = "many_categories"


def encoding_of(algorithm: Algorithm, values: Mapping[str, Any]) -> Encoding:
    """Give how an algorithm with these values wants its table."""
    if values.get(MANY_CATEGORIES) == "means":
        return replace(algorithm.encoding, categories="means")
    return algorithm.encoding
