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
_SHOWN = (
    sa.select(
        ListedRun,
        Training.hyperparameters,
        Training.metrics,
        Training.model_id,
        Job.progress,
        Job.error,
    )
    .join(Training, Training.id == ListedRun.id)
    .outerjoin(Job, Job.id == ListedRun.id)
)


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
    rows = {row.ListedRun.id: row for row in session.execute(_SHOWN.where(ListedRun.id.in_(ids)))}
    curves = _read_curves(session, ids, names)
    return [_to_wire(rows[run], curves.get(run, {})) for run in ids if run in rows]


def _to_wire(row: Any, curves: dict[str, Any]) -> dict[str, Any]:
    return {
        **to_wire(row.ListedRun),
        "hyperparameters": row.hyperparameters,
        "metrics": row.metrics,
        "model_id": row.model_id,
        "progress": row.progress,
        "error": str(row.error["message"]) if row.error else None,
        "curves": curves,
    }


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
