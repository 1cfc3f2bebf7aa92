"""A run as lists show it and as events tell it."""

from typing import Any

from armillary.base.values import to_iso
from armillary.capabilities.training.runs.tables import ListedRun


def to_wire(row: ListedRun) -> dict[str, Any]:
    """Give what its row says of a run."""
    return {
        "id": row.id,
        "session_id": row.id,
        "workspace_id": row.workspace_id,
        "name": row.name,
        "source": row.source,
        "status": row.status,
        "experiment_id": row.experiment_id,
        "algorithm_id": row.algorithm_id,
        "dataset_id": row.dataset_id,
        "target": row.target,
        "tags": row.tags,
        "has_notes": row.has_notes,
        "notes_version": row.notes_version,
        "against": row.against,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
        "started_at": to_iso(row.started_at),
        "completed_at": to_iso(row.completed_at),
        "version": row.version,
    }
