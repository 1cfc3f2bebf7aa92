"""A model as people and pages see it."""

from typing import Any

from armillary.base.values import to_iso, to_json
from armillary.capabilities.models.tables import StoredModel

# An event has 16 kB at most, and a model with all four long lists is one.
_LIST_BYTES = 2_500


def to_wire(row: StoredModel, *, whole: bool = False) -> dict[str, Any]:
    """Give a model as JSON.

    ``recipe`` are the steps that prepare what it is asked about, ``first`` the algorithms that go
    before its own, and ``describes`` what it says of a row where it predicts no column. Unless
    ``whole``, lists too long for an event are left out, and named in ``omitted``: lists and events
    of models are alike, and the model itself has everything. ``registered`` says as which version
    of which name the model is known, in which stage, by which aliases.
    """
    long = {
        "features": row.features,
        "classes": row.classes,
        "recipe": row.recipe or [],
        "describes": row.describes,
        "targets": row.targets,
    }
    omitted = [] if whole else [name for name, value in long.items() if _is_long(value)]
    return {
        "id": row.id,
        "workspace_id": row.workspace_id,
        "name": row.name,
        "algorithm": row.algorithm,
        "algorithm_name": row.algorithm_name,
        "task": row.task,
        "target": row.target,
        **{name: [] if name in omitted else value for name, value in long.items()},
        "first": row.first or [],
        "calibration": row.calibration,
        "metrics": row.metrics,
        "against": row.against,
        "params": row.params,
        "dataset_id": row.dataset_id,
        "job_id": row.job_id,
        "size_bytes": row.size_bytes,
        "created_by": row.created_by,
        "created_at": to_iso(row.created_at),
        "registered": _registered(row),
        "tags": row.tags,
        "archived_at": to_iso(row.archived_at),
        "parent_id": row.parent_id,
        "version": row.version,
        "brought": row.brought,
        "omitted": omitted,
    }


def _registered(row: StoredModel) -> dict[str, Any] | None:
    if row.registered_name is None:
        return None
    return {
        "name": row.registered_name,
        "number": row.number,
        "stage": row.stage,
        "aliases": row.aliases,
    }


def _is_long(value: Any) -> bool:
    return len(to_json(value)) > _LIST_BYTES
