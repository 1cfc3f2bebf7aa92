"""How many runs the same test rows have judged: who chooses among them so chooses by luck too."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities.training.tables import Training

_COLUMNS = ("target", "group", "time")
_REST = ("targets", "steps", "shares", "problem_type")


def count_looks(actor: Actor, session: Session, run_id: str) -> dict[str, int] | None:
    """Give ``{runs, before}``: how many runs these rows have judged, and how many of them earlier.

    Runs of one table with the same seed, targets, split and preparation have the same test rows.
    None for what is no run of this workspace.
    """
    run = session.get(Training, run_id)
    if run is None or run.workspace_id != actor.workspace_id or run.dataset_id is None:
        return None
    same = [row for row in _alike(session, run) if _is_same(row.request, run.request)]
    before = [row for row in same if _ended(row) < _ended(run) and row.id != run.id]
    return {"runs": len(same), "before": len(before)}


def _alike(session: Session, run: Training) -> Any:
    """Find the judged runs that agree in what the database can compare."""
    said = run.request
    agree = [
        Training.request[name].as_string().is_not_distinct_from(said.get(name)) for name in _COLUMNS
    ]
    return session.execute(
        sa.select(Training.id, Training.request, Training.completed_at, Training.created_at).where(
            Training.workspace_id == run.workspace_id,
            Training.dataset_id == run.dataset_id,
            Training.evaluation_key.is_not(None),
            Training.request["seed"].as_integer() == said.get("seed", 0),
            *agree,
        )
    )


def _is_same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return all((one.get(name) or None) == (other.get(name) or None) for name in _REST)


def _ended(row: Any) -> Any:
    return row.completed_at or row.created_at
