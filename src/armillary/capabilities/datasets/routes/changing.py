"""Changing a dataset: its name, what its columns mean, how its file is read."""

from typing import Any

from fastapi import APIRouter

from armillary.base.http import Reading, State, Work
from armillary.capabilities.datasets import changing, wire
from armillary.capabilities.datasets.reading_options import ImportOptions
from armillary.capabilities.datasets.routes._asking import Editor, Viewer
from armillary.capabilities.datasets.schemas import MeaningsRequest, RenameRequest

router = APIRouter()


@router.patch("/api/datasets/{dataset_id}")
def rename_dataset(
    dataset_id: str, body: RenameRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Give a dataset another name."""
    row = changing.rename(actor, session, dataset_id, body.name)
    return {"dataset": wire.to_wire(row, with_schema=True)}


@router.patch("/api/datasets/{dataset_id}/columns")
def overrule_columns(
    dataset_id: str, body: MeaningsRequest, actor: Editor, session: Work
) -> dict[str, Any]:
    """Say what columns mean, where something else was found out."""
    row = changing.overrule_meanings(actor, session, dataset_id, body.columns)
    return {"dataset": wire.to_wire(row, with_schema=True)}


@router.get("/api/datasets/{dataset_id}/reading")
def read_reading(dataset_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give what was said about how the file is read, and of its columns."""
    return changing.reading_of(actor, session, dataset_id)


@router.post("/api/datasets/{dataset_id}/reimport", status_code=202)
def import_again(
    dataset_id: str, body: ImportOptions, actor: Editor, session: Work, state: State
) -> dict[str, Any]:
    """Import the file again, read as is said; the table stays until the new one is whole."""
    row = changing.import_again(actor, session, state.storage, dataset_id, body)
    return {"dataset_id": row.id, "job_id": row.job_id, "dataset": wire.to_wire(row)}
