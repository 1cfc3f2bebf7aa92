"""Judging a model on rows that somebody gives."""

from collections.abc import Sequence
from typing import Any

from armillary.capabilities.models.calls._loaded import loaded
from armillary.jobs.calls import CallContext, HostName


class Judge:
    """Payload ``{prefix, size_bytes, X_test, y_test, feature_names, model_type}``."""

    id = "models.judge"
    host: HostName = "models"
    batch_limit = 1
    idempotent = True

    def key(self, payload: Any) -> str:
        """Judge one after another."""
        return str(payload["prefix"])

    def warm(self) -> None:
        """Import what judging needs."""
        import armillary.learning.bundle  # noqa: F401  # imported for its own sake

    def run(self, payloads: Sequence[Any], context: CallContext) -> Sequence[Any]:
        """Ask the model about the rows and compare."""
        from armillary.learning.judged import judge_rows

        (payload,) = payloads
        names = ("X_test", "y_test", "feature_names", "model_type")
        return [judge_rows(loaded(context, payload), *(payload[name] for name in names))]


call = Judge()
