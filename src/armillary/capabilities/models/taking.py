"""Taking models along: in which forms, and as a file."""

import base64
from typing import Any

from starlette.responses import Response

from armillary.base.access import Actor
from armillary.base.state import AppState
from armillary.capabilities.models.tables import StoredModel

EXPORT = "models.export"
_ANSWER_S = 60.0
_BUNDLE = {
    "id": "bundle",
    "title": "Bundle",
    "description": "Everything that Armillary knows of the model, in safe formats.",
    "why_not": None,
}


async def list_formats(state: AppState, actor: Actor, model: StoredModel) -> list[dict[str, Any]]:
    """Give every form, with what stands against it."""
    answer = await _ask(state, actor, model, None)
    return [_BUNDLE, *answer["formats"]]


async def send(state: AppState, actor: Actor, model: StoredModel, name: str) -> Response:
    """Give a model in one form, as a file; raises `AppError` where it has none."""
    answer = await _ask(state, actor, model, name)
    suffix = answer["suffix"]
    filename = f"{model.id}{suffix}" if suffix == f".{name}" else f"{model.id}.{name}{suffix}"
    return Response(
        base64.b64decode(answer["data"]),
        media_type=answer["media_type"],
        headers={"Content-Disposition": f'attachment; filename="{filename}"'},
    )


async def _ask(state: AppState, actor: Actor, model: StoredModel, name: str | None) -> Any:
    payload = {"prefix": model.prefix, "size_bytes": model.size_bytes, "format": name}
    return await state.calls.request(EXPORT, payload, timeout_s=_ANSWER_S, actor=actor)
