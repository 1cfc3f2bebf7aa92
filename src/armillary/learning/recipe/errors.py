"""What is wrong with a step of a recipe, so that a form can show it at its place."""

from collections.abc import Mapping
from typing import Any

from armillary.base.errors import Invalid


class StepError(Invalid):
    """A step that cannot be done as it stands.

    ``details`` say where: ``parameter`` names the parameter at fault, ``start`` and ``end`` the
    characters of an expression, ``step`` the place of the step, which `at_step` adds.
    """

    code = "invalid_step"

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        parameter: str | None = None,
        span: tuple[int, int] | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        found: dict[str, Any] = dict(details or {})
        if parameter is not None:
            found["parameter"] = parameter
        if span is not None:
            found |= {"start": span[0], "end": span[1]}
        super().__init__(message, code=code, details=found)
        self.plain = message
        self.span = span

    def at_step(self, place: int, name: str) -> "StepError":
        """Give the same error, saying which step of a recipe it is about."""
        details = {**(self.details or {}), "step": place, "reason": self.plain}
        told = f"Step {place + 1} ({name}): {self.plain}"
        error = StepError(told, code=self.code, details=details)
        error.plain, error.span, error.errors = self.plain, self.span, self.errors
        return error
