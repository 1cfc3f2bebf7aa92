"""Reading a model that is simple enough to be read: its questions, or its weights."""

from collections.abc import Sequence
from typing import Any

from armillary.base.errors import AppError
from armillary.capabilities.models.calls._loaded import loaded
from armillary.jobs.calls import CallContext, HostName


class Describe:
    """Payload ``{prefix, size_bytes}``, answered by what `describe_structure` gives."""

    id = "models.describe"
    host: HostName = "models"
    batch_limit = 16
    idempotent = True

    def key(self, payload: Any) -> str:
        """Read a model once for all who ask."""
        return str(payload["prefix"])

    def warm(self) -> None:
        """Import what loading a model needs."""
        import armillary.learning.bundle  # noqa: F401  # imported for its own sake

    def run(self, payloads: Sequence[Any], context: CallContext) -> Sequence[Any]:
        """Describe the model."""
        from armillary.learning.anatomy import describe_structure

        try:
            found: Any = describe_structure(loaded(context, payloads[0]))
        except AppError as error:
            found = error
        return [found] * len(payloads)


call = Describe()
