"""Listing the runs of a database from before they were listed, as its migration does once."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from armillary.base.database import Json, UtcDateTime
from armillary.capabilities.training.runs.directions import is_lower_better
from armillary.capabilities.training.runs.values import rows_of
from armillary.capabilities.training.runs.words import words_of

_STATUS = {
    "succeeded": "completed",
    "failed": "failed",
    "lost": "failed",
    "cancelled": "stopped",
    "running": "running",
    "cancelling": "running",
}
_AT_ONCE = 500

# As the tables were then, whatever has become of them since.
_times = [sa.column(name, UtcDateTime) for name in ("created_at", "started_at", "completed_at")]
_OLD = (
    *("id", "workspace_id", "name", "source", "state", "algorithm_id", "dataset_id"),
    *("experiment_id", "created_by"),
)
_trainings = sa.table(
    "trainings",
    *(sa.column(name) for name in _OLD),
    *(sa.column(name, Json) for name in ("request", "hyperparameters", "metrics")),
    *_times,
)
_jobs = sa.table(
    "jobs",
    sa.column("id"),
    sa.column("state"),
    *(sa.column(name, UtcDateTime) for name in ("started_at", "finished_at")),
)
_summaries = sa.table(
    "metric_summaries", *(sa.column(name) for name in ("name", "minimum", "maximum", "best_value"))
)


def fill_lists(connection: sa.Connection) -> None:
    """List every run there is."""
    for name in connection.scalars(sa.select(_summaries.c.name).distinct()).all():
        best = _summaries.c.minimum if is_lower_better(name) else _summaries.c.maximum
        update = sa.update(_summaries).where(_summaries.c.name == name)
        connection.execute(update.values(best_value=best))
    held = _trainings.outerjoin(_jobs, _jobs.c.id == _trainings.c.id)
    of_job = (
        _jobs.c.state.label("job_state"),
        _jobs.c.started_at.label("job_started_at"),
        _jobs.c.finished_at.label("job_finished_at"),
    )
    found = connection.execute(sa.select(_trainings, *of_job).select_from(held)).mappings().all()
    for at in range(0, len(found), _AT_ONCE):
        _insert(connection, [dict(row) for row in found[at : at + _AT_ONCE]])


def _insert(connection: sa.Connection, rows: list[dict[str, Any]]) -> None:
    metadata = sa.MetaData()
    made: dict[str, list[dict[str, Any]]] = {
        "listed_runs": [_listed(row) for row in rows],
        "run_values": [value for row in rows for value in _values(row)],
        "run_words": [word for row in rows for word in _words(row)],
    }
    for name, filled in made.items():
        if filled:
            columns = [sa.Column(key, _type_of(key)) for key in filled[0]]
            connection.execute(sa.insert(sa.Table(name, metadata, *columns)), filled)


def _type_of(column: str) -> Any:
    if column.endswith("_at"):
        return UtcDateTime()
    return {"tags": Json, "has_notes": sa.Boolean()}.get(column, sa.types.NullType())


def _listed(row: dict[str, Any]) -> dict[str, Any]:
    kept = ("id", "workspace_id", "name", "source", "algorithm_id", "dataset_id", "experiment_id")
    is_job = row["job_state"] is not None
    return {
        **{name: row[name] for name in kept},
        "status": _STATUS.get(row["job_state"] or row["state"] or "", "queued"),
        "target": (row["request"] or {}).get("target"),
        "tags": [],
        "has_notes": False,
        "notes_version": 0,
        "created_by": row["created_by"],
        "created_at": row["created_at"],
        "started_at": row["job_started_at"] if is_job else row["started_at"],
        "completed_at": row["job_finished_at"] if is_job else row["completed_at"],
        "version": 1,
    }


def _values(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    same = {"run": row["id"], "workspace_id": row["workspace_id"]}
    for kind, given in (("parameter", row["hyperparameters"]), ("result", row["metrics"])):
        for value in rows_of(given or {}):
            yield {**same, "kind": kind, **value}


def _words(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    texts = [row["name"], row["algorithm_id"], (row["request"] or {}).get("target")]
    for word in words_of(texts, row["hyperparameters"] or {}):
        yield {"run": row["id"], "word": word, "workspace_id": row["workspace_id"]}
