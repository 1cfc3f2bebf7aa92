"""A page of runs with all that a list shows of them."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities.training.runs import listing
from armillary.capabilities.training.runs.query import RunQuery
from armillary.capabilities.training.runs.tables import ListedRun
from armillary.capabilities.training.runs.wire import to_wire
from armillary.capabilities.training.tables import MetricSummary, Training
from armillary.jobs import Job

# The curves of a finished training take thousands of times the room of the rest.
_SHOWN = sa.select(Training.id, Training.hyperparameters, Training.metrics, Training.model_id)
_PROGRESS = sa.select(Job.id, Job.progress, Job.error)


def list_runs(actor: Actor, session: Session, query: RunQuery) -> dict[str, Any]:
    """Give a page of the workspace's runs."""
    found = listing.find(actor, session, query)
    return {
        "sessions": show(session, found.ids, query.show),
        "total": found.total,
        "is_total_exact": found.is_total_exact,
        "next_cursor": found.next_cursor,
    }


def show(session: Session, ids: Sequence[str], names: Sequence[str] | None) -> list[dict[str, Any]]:
    """Give runs in the order of their ids, with these curves; None means all.

    A run that is gone is left out.
    """
    listed = {row.id: row for row in session.scalars(_of(sa.select(ListedRun), ListedRun.id, ids))}
    details = {row.id: row for row in session.execute(_of(_SHOWN, Training.id, ids))}
    jobs = {row.id: row for row in session.execute(_of(_PROGRESS, Job.id, ids))}
    curves = _read_curves(session, ids, names)
    return [
        {
            **to_wire(listed[run]),
            "hyperparameters": details[run].hyperparameters,
            "metrics": details[run].metrics,
            "model_id": details[run].model_id,
            "progress": jobs[run].progress if run in jobs else None,
            "error": _error(jobs.get(run)),
            "curves": curves.get(run, {}),
        }
        for run in ids
        if run in listed and run in details
    ]


def _read_curves(
    session: Session, ids: Sequence[str], names: Sequence[str] | None
) -> dict[str, dict[str, Any]]:
    if names is not None and not names:
        return {}
    table = MetricSummary
    found = sa.select(
        table.run, table.name, table.last_step, table.last_value, table.best_value
    ).where(table.run.in_(ids))
    if names is not None:
        found = found.where(table.name.in_(names))
    curves: dict[str, dict[str, Any]] = {}
    for run, name, step, last, best in session.execute(found):
        curves.setdefault(run, {})[name] = {"step": step, "last": last, "best": best}
    return curves


def _of(statement: sa.Select[Any], column: Any, ids: Sequence[str]) -> sa.Select[Any]:
    return statement.where(column.in_(ids))


def _error(job: Any) -> str | None:
    return str(job.error["message"]) if job is not None and job.error else None
