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

# The columns of tables give plain rows, which take half the time of objects that nobody changes.
_LISTED: Any = ListedRun.__table__
_TRAINING: Any = Training.__table__
_JOB: Any = Job.__table__
_CURVE: Any = MetricSummary.__table__.c
# The curves of a finished training take thousands of times the room of the rest.
_SHOWN = (
    sa.select(
        _LISTED,
        _TRAINING.c.hyperparameters,
        _TRAINING.c.metrics,
        _TRAINING.c.model_id,
        _JOB.c.progress,
        _JOB.c.error,
    )
    .join(_TRAINING, _TRAINING.c.id == _LISTED.c.id)
    .outerjoin(_JOB, _JOB.c.id == _LISTED.c.id)
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
    found = session.execute(_SHOWN.where(_LISTED.c.id.in_(ids))).all()
    rows = {row.id: row for row in found}
    curves = _read_curves(session, ids, names)
    return [_to_wire(rows[run], curves.get(run, {})) for run in ids if run in rows]


def _to_wire(row: Any, curves: dict[str, Any]) -> dict[str, Any]:
    return {
        **to_wire(row),
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
    found = sa.select(
        _CURVE.run, _CURVE.name, _CURVE.last_step, _CURVE.last_value, _CURVE.best_value
    ).where(_CURVE.run.in_(ids))
    if names is not None:
        found = found.where(_CURVE.name.in_(names))
    curves: dict[str, dict[str, Any]] = {}
    for run, name, step, last, best in session.execute(found).all():
        curves.setdefault(run, {})[name] = {"step": step, "last": last, "best": best}
    return curves
