"""Datasets as people and programs see them."""

from typing import Any

from armillary.base.values import to_iso
from armillary.capabilities.datasets import schema
from armillary.capabilities.datasets.tables import Dataset

MEGABYTE = 1024 * 1024


def to_wire(row: Dataset, *, with_schema: bool = False) -> dict[str, Any]:
    """Give a dataset as JSON; lists leave its columns out."""
    wire: dict[str, Any] = {
        "id": row.id,
        "workspace_id": row.workspace_id,
        "name": row.name,
        "filename": row.filename,
        "kind": "table",
        "state": row.state,
        "size_bytes": row.size_bytes,
        "content_hash": row.content_hash,
        "duplicate_of": row.duplicate_of,
        "rows": row.total_rows,
        "columns": row.total_columns,
        "warnings": row.warnings,
        "error": row.error,
        "import_error": row.import_error,
        "head_rows": row.head_rows,
        "report_state": row.report_state,
        "report_job_id": row.report_job_id,
        "job_id": row.job_id,
        "created_by": row.created_by,
        "created_at": to_iso(row.upload_date),
        "version": row.version,
        "derived_from": row.derived_from,
        "generated": row.generated,
    }
    if with_schema:
        wire["schema"] = [schema.shown(entry) for entry in row.schema or []]
    return wire


def to_upload_answer(row: Dataset) -> dict[str, Any]:
    """Give what an upload answers: of a table that is still being imported, what is known."""
    columns = row.schema or []
    memory = row.memory_bytes or 0
    return {
        "dataset_id": row.id,
        "state": row.state,
        "job_id": row.job_id,
        "metadata": {
            "id": row.id,
            "filename": row.filename,
            "upload_date": to_iso(row.upload_date),
            "total_rows": row.total_rows,
            "total_columns": row.total_columns,
            "column_names": [entry["name"] for entry in columns],
            "dtypes": {entry["name"]: entry["dtype"] for entry in columns},
            "null_counts": {entry["name"]: entry["missing"] for entry in columns},
            "memory_usage": memory,
            "memory_usage_mb": round(memory / MEGABYTE, 2),
            "sample_values": {entry["name"]: entry["examples"] for entry in columns},
        },
        "validation": {"valid": True, "issues": [], "warnings": row.warnings},
        "type_suggestions": {entry["name"]: schema.suggestion(entry) for entry in columns},
        "message": "Upload successful" if row.state == "ready" else "Import is still running",
    }


def to_statistics(row: Dataset) -> dict[str, Any]:
    """Give a table's statistics, which were taken when it was imported."""
    rows = row.total_rows or 0
    return {
        "overall": {
            "total_rows": rows,
            "total_columns": row.total_columns,
            "memory_usage": row.memory_bytes,
            "duplicate_rows": row.duplicate_rows,
        },
        "memory_usage": row.memory_bytes,
        "column_stats": {
            entry["name"]: schema.statistics(entry, rows) for entry in row.schema or []
        },
    }
