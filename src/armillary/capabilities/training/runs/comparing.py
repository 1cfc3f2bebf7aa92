"""Runs side by side: all that they may differ in."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import BadRequest, NotFound
from armillary.base.storage import Storage
from armillary.capabilities import datasets, models
from armillary.capabilities.training.runs import showing
from armillary.capabilities.training.runs.tables import ListedRun
from armillary.capabilities.training.tables import Training

FEWEST, MOST = 2, 20
_ASKED = ("target", "features", "group", "time", "problem_type", "seed", "steps")
_REQUEST = sa.select(Training.id, Training.request, Training.model_path)


def compare(actor: Actor, session: Session, storage: Storage, ids: Sequence[str]) -> dict[str, Any]:
    """Give runs with their parameters, metrics, data and environment; one that is gone is named."""
    wanted = list(dict.fromkeys(one for one in ids if one))
    if not FEWEST <= len(wanted) <= MOST:
        raise BadRequest(f"Name {FEWEST} to {MOST} runs in ids, with commas; got {len(wanted)}.")
    mine = sa.and_(ListedRun.id.in_(wanted), ListedRun.workspace_id == actor.workspace_id)
    held = set(session.scalars(sa.select(ListedRun.id).where(mine)))
    there = [run for run in wanted if run in held]
    if not there:
        raise NotFound("None of these runs is in this workspace.", code="session_not_found")
    asked = {row.id: row for row in session.execute(_REQUEST.where(Training.id.in_(there)))}
    tables: dict[str, dict[str, Any] | None] = {}
    runs = []
    for run in showing.show(session, there, None):
        row = asked[run["id"]]
        manifest = models.read_manifest(storage, row.model_path) if row.model_path else None
        runs.append(
            {
                **run,
                "asked": {name: row.request.get(name) for name in _ASKED},
                "dataset": _dataset(actor, session, run["dataset_id"], tables),
                "data_hash": (manifest or {}).get("data_hash"),
                "versions": (manifest or {}).get("versions"),
            }
        )
    return {"runs": runs, "missing": [run for run in wanted if run not in held]}


def _dataset(
    actor: Actor, session: Session, dataset_id: str | None, known: dict[str, Any]
) -> dict[str, Any] | None:
    """Give what tells one table from another; None where it is gone."""
    if dataset_id is None:
        return None
    if dataset_id not in known:
        try:
            wire = datasets.get_dataset(actor, session, dataset_id)
        except NotFound:
            wire = None
        kept = ("id", "name", "rows", "columns", "content_hash", "version", "derived_from")
        known[dataset_id] = wire and {name: wire[name] for name in kept}
    found: dict[str, Any] | None = known[dataset_id]
    return found
