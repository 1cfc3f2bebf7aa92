"""The datasets of a workspace."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from armillary import realtime
from armillary.base.http import Reading, State, Work
from armillary.capabilities.datasets import events, service
from armillary.capabilities.datasets.routes._asking import Editor, Viewer

router = APIRouter()

# The words that clients of the exoplanet interface choose from.
_SURVEYS = ("kepler", "tess", "k2")


@router.get("/api/datasets")
def list_datasets(
    actor: Viewer,
    session: Reading,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """List the workspace's datasets, newest first, beside the surveys that can be trained on."""
    items, total = service.list_datasets(actor, session, limit=limit, cursor=cursor)
    return {"success": True, "datasets": list(_SURVEYS), "items": items, "total": total}


@router.get("/api/datasets/{dataset_id}")
def read_dataset(dataset_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give one dataset with its columns, and the number to follow its events after."""
    number = realtime.last_number(session, events.topic(dataset_id))
    return {"dataset": service.get_dataset(actor, session, dataset_id), "last_number": number}


@router.delete("/api/datasets/{dataset_id}")
def delete_dataset(dataset_id: str, actor: Editor, session: Work, state: State) -> dict[str, Any]:
    """Remove a dataset and its files, unless a job is using it."""
    service.delete(actor, session, state.storage, dataset_id)
    return {"message": "Dataset deleted", "dataset_id": dataset_id}
