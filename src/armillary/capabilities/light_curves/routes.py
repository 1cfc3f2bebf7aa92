"""Light curves over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request

from armillary.base.access import Actor, require
from armillary.base.http import Reading, State, Work, file_form
from armillary.capabilities.light_curves import service
from armillary.capabilities.light_curves.receiving import receive
from armillary.capabilities.light_curves.schemas import SearchRequest

router = APIRouter(prefix="/api/astronomy/light-curves", tags=["astronomy"])
Viewer = Annotated[Actor, Depends(require("viewer"))]
Editor = Annotated[Actor, Depends(require("editor"))]


@router.get("")
def list_light_curves(
    actor: Viewer, session: Reading, star: Annotated[str | None, Query(max_length=80)] = None
) -> dict[str, Any]:
    """List the light curves of the workspace, newest first; with ``star`` those of one star."""
    return {"light_curves": service.list_curves(actor, session, star)}


@router.post("", status_code=201, openapi_extra=file_form())
async def add_light_curve(
    request: Request,
    actor: Editor,
    state: State,
    light_curve_id: Annotated[str | None, Query(max_length=64)] = None,
    name: Annotated[str, Query(max_length=200)] = "",
) -> dict[str, Any]:
    """Bring a file, FITS or CSV; with ``light_curve_id`` it is one more of that star's files."""
    content_type = request.headers.get("content-type", "")
    stream = request.stream()
    return {"light_curve": await receive(state, actor, stream, content_type, light_curve_id, name)}


@router.get("/{curve_id}")
def read_light_curve(
    curve_id: str, actor: Viewer, session: Reading, state: State
) -> dict[str, Any]:
    """Give a light curve and what the last search found: curves, periodogram, signals."""
    return service.read(actor, session, state.storage, curve_id)


@router.post("/{curve_id}/search", status_code=202)
def search_light_curve(
    curve_id: str, given: SearchRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Look for transits, as a job."""
    return {"light_curve": service.to_wire(service.search(actor, session, curve_id, given))}


@router.delete("/{curve_id}")
def delete_light_curve(curve_id: str, actor: Editor, session: Work, state: State) -> dict[str, Any]:
    """Remove a light curve with its files and what was found."""
    service.delete(actor, session, state.storage, curve_id)
    return {"message": "Light curve deleted", "id": curve_id}
