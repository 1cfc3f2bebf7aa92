"""Writing a model in another form, and saying in which forms it can be had."""

import base64
from collections.abc import Sequence
from typing import Any

from armillary.base.errors import AppError
from armillary.capabilities.models.bundles import read_manifest
from armillary.capabilities.models.calls._loaded import loaded
from armillary.jobs.calls import CallContext, HostName

_MOST_BYTES = 150 << 20


class Export:
    """Payload ``{prefix, size_bytes, format}``: a file; without a format, all forms there are."""

    id = "models.export"
    host: HostName = "models"
    batch_limit = 1
    idempotent = True

    def key(self, payload: Any) -> str:
        """Write one after another."""
        return str(payload["prefix"])

    def warm(self) -> None:
        """Import what loading a model needs."""
        import armillary.learning.bundle  # noqa: F401  # imported for its own sake

    def run(self, payloads: Sequence[Any], context: CallContext) -> Sequence[Any]:
        """Say what there is, or write it."""
        (payload,) = payloads
        try:
            return [_answer(payload, context)]
        except AppError as error:
            return [error]


call = Export()


def _answer(payload: Any, context: CallContext) -> dict[str, Any]:
    from armillary.base.errors import TooLarge
    from armillary.learning.travel.exports import all_exports, get_export
    from armillary.learning.travel.problems import NotExportable

    model = loaded(context, payload)
    if payload.get("format") is None:
        return {
            "formats": [
                {
                    "id": export.id,
                    "title": export.title,
                    "description": export.description,
                    "why_not": export.why_not(model),
                }
                for export in all_exports().values()
            ]
        }
    export = get_export(payload["format"])
    if (reason := export.why_not(model)) is not None:
        raise NotExportable(f"This model cannot be taken along as {export.title}: {reason}")
    data = export.write(model, read_manifest(context.storage, payload["prefix"]) or {})
    if len(data) > _MOST_BYTES:
        raise TooLarge(f"As {export.title} the model has more than {_MOST_BYTES >> 20} MB.")
    return {
        "data": base64.b64encode(data).decode(),
        "suffix": export.suffix,
        "media_type": export.media_type,
    }
