"""What is known of a table's columns."""

from typing import Any

from fastapi import APIRouter

from armillary.base.http import Reading
from armillary.capabilities.datasets import service, wire
from armillary.capabilities.datasets.routes._asking import Viewer

router = APIRouter()


@router.get("/api/data/statistics/{dataset_id}")
def read_statistics(dataset_id: str, actor: Viewer, session: Reading) -> dict[str, Any]:
    """Give the statistics of a table and of each of its columns."""
    return wire.to_statistics(service.find_ready(actor, session, dataset_id))
