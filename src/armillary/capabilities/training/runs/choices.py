"""What lists of runs can show, be sorted by and filtered by: the names that there are."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities.training.runs.tables import ListedRun, RunTag, RunValue
from armillary.capabilities.training.tables import MetricSummary

_MOST = 500


def list_choices(actor: Actor, session: Session) -> dict[str, Any]:
    """Give the metrics, parameters, results, tags, algorithms and people of the runs."""
    workspace = actor.workspace_id
    return {
        "metrics": _distinct(session, workspace, MetricSummary, MetricSummary.name),
        "parameters": _distinct(session, workspace, RunValue, RunValue.name, kind="parameter"),
        "results": _distinct(session, workspace, RunValue, RunValue.name, kind="result"),
        "tags": _distinct(session, workspace, RunTag, RunTag.tag),
        "algorithms": _distinct(session, workspace, ListedRun, ListedRun.algorithm_id),
        "datasets": _distinct(session, workspace, ListedRun, ListedRun.dataset_id),
        "people": _distinct(session, workspace, ListedRun, ListedRun.created_by),
    }


def _distinct(
    session: Session, workspace: str, table: Any, column: Any, kind: str | None = None
) -> list[str]:
    """Find the distinct values by jumping from one to the next in the index, as many as there are.

    Reading them all to tell the few apart would read every row of the index.
    """
    found: list[str] = []
    mine = [table.workspace_id == workspace, *([] if kind is None else [table.kind == kind])]
    while len(found) < _MOST:
        behind = [column > found[-1]] if found else [column.is_not(None)]
        value = session.scalar(sa.select(column).where(*mine, *behind).order_by(column).limit(1))
        if value is None:
            break
        found.append(value)
    return found
