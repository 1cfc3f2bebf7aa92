"""Presets over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends

from armillary.base.access import Actor, require
from armillary.base.http import Reading, Work
from armillary.capabilities.training.presets import saved, sized
from armillary.capabilities.training.presets.schemas import PresetBody, PresetChange

router = APIRouter(prefix="/api/train/presets", tags=["training"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("")
def list_presets(
    actor: Viewer,
    session: Reading,
    algorithm_id: str | None = None,
    dataset_id: str | None = None,
) -> dict[str, Any]:
    """List named choices of values, sized for a table where one is named, and the workspace's."""
    named, table = algorithm_id or None, dataset_id or None
    size = sized.find_size(actor, session, table)
    return {
        "presets": sized.list_presets(named, size, is_of_table=table is not None),
        "saved": saved.list_presets(actor, session, named, size),
    }


@router.post("", status_code=201)
def add_preset(body: PresetBody, actor: Editor, session: Work) -> dict[str, Any]:
    """Keep values for everybody in the workspace."""
    return {"preset": saved.add_preset(actor, session, body)}


@router.patch("/{preset_id}")
def change_preset(
    preset_id: str, change: PresetChange, actor: Editor, session: Work
) -> dict[str, Any]:
    """Rename a preset, describe it, or give it other values."""
    return {"preset": saved.change_preset(actor, session, preset_id, change)}


@router.delete("/{preset_id}")
def delete_preset(preset_id: str, actor: Editor, session: Work) -> dict[str, Any]:
    """Remove a preset of the workspace's own."""
    saved.delete_preset(actor, session, preset_id)
    return {"message": "Preset deleted", "preset_id": preset_id}
