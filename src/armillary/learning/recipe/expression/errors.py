"""What is wrong with an expression, and at which characters."""


class ExpressionError(Exception):
    """An expression that cannot be used; ``start`` and ``end`` are places in its text."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = max(end, start + 1)
