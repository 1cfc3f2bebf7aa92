"""What is wrong with an expression, and at which characters."""

from collections.abc import Mapping
from typing import Any


class ExpressionError(Exception):
    """An expression that cannot be used; ``start`` and ``end`` are places in its text.

    ``details`` are what a form may offer to repair it by.
    """

    def __init__(
        self, message: str, start: int, end: int, details: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(message)
        self.details = details
        self.start = start
        self.end = max(end, start + 1)
