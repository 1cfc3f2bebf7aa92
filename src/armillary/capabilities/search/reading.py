"""Reading searches: one, all, and the trials of one in an order."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.capabilities import training
from armillary.capabilities.search import standing
from armillary.capabilities.search.schemas import Order
from armillary.capabilities.search.tables import Search, Trial
from armillary.capabilities.search.wire import (
    cost_of,
    earlier_to_wire,
    search_to_wire,
    trial_to_wire,
)
from armillary.jobs import Job
from armillary.learning.guard import against
from armillary.learning.search.objective import Objective, get_objective
from armillary.realtime import last_number


def get_search(actor: Actor, session: Session, search_id: str) -> Search:
    """Give one search; raises `NotFound` where the workspace has none of this id."""
    row = session.get(Search, search_id)
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound(
            f"There is no search {search_id!r} in this workspace.", code="search_not_found"
        )
    return row


def read_search(actor: Actor, session: Session, search_id: str) -> dict[str, Any]:
    """Give a search whole: its space, how its trials stand, and what came of them."""
    # First, so that what is read afterwards is at least as new.
    number = last_number(session, f"job:{search_id}")
    row = get_search(actor, session, search_id)
    job = jobs.get(actor, session, search_id)
    trials = trials_of(session, search_id)
    space = standing.space_of(row)
    return {
        "search": {
            **search_to_wire(row, job, _counts(trials)),
            "request": row.request,
            "seed": row.seed,
            "space": space.to_wire(),
            "standing": standing.to_wire(row, trials),
            "outcome": row.outcome,
            "guard": row.guard,
            "notes": row.notes or [],
            "earlier": earlier_to_wire(row),
        },
        "last_number": number,
    }


def list_searches(
    actor: Actor, session: Session, *, limit: int, cursor: str | None
) -> dict[str, Any]:
    """Give a page of the workspace's searches, newest first."""
    mine = Search.workspace_id == actor.workspace_id
    newest = sa.select(Search, Job).join(Job, Job.id == Search.id).where(mine)
    newest = newest.order_by(Search.created_at.desc(), Search.id.desc())
    total = session.scalar(sa.select(sa.func.count()).select_from(Search).where(mine)) or 0
    if cursor:
        before = sa.select(Search.created_at).where(Search.id == cursor).scalar_subquery()
        at_once = sa.and_(Search.created_at == before, Search.id < cursor)
        newest = newest.where(sa.or_(Search.created_at < before, at_once))
    found = session.execute(newest.limit(limit)).all()
    counts = _counts_of(session, [row.id for row, _ in found])
    return {
        "searches": [search_to_wire(row, job, counts.get(row.id, {})) for row, job in found],
        "total": total,
        "next_cursor": found[-1][0].id if len(found) == limit else None,
    }


def list_trials(
    actor: Actor, session: Session, search_id: str, *, order: Order, limit: int, offset: int
) -> dict[str, Any]:
    """Give a page of the trials of a search, in an order of its own."""
    number = last_number(session, f"job:{search_id}")
    row = get_search(actor, session, search_id)
    trials = trials_of(session, search_id)
    ordered = ordered_trials(trials, get_objective(row.task, row.metric), order)
    shown = [trial_to_wire(trial) for trial in ordered[offset : offset + limit]]
    for one in shown:
        if one["run_id"] and training.find_run(actor, session, one["run_id"]) is None:
            one["run_id"] = None  # it was deleted since
    return {
        "trials": shown,
        "total": len(trials),
        "trained_against": against.sentences(row.guard),
        "last_number": number,
    }


def trials_of(session: Session, search_id: str) -> list[Trial]:
    """Give every trial of a search in the order in which they began."""
    own = sa.select(Trial).where(Trial.search_id == search_id).order_by(Trial.number)
    return list(session.scalars(own))


def ordered_trials(trials: Sequence[Trial], objective: Objective, order: Order) -> list[Trial]:
    """Order trials; in the rank the finished ones go before those that were cut short."""
    if order == "number":
        return list(trials)
    if order == "algorithm":
        return sorted(trials, key=lambda one: (one.algorithm_id, one.number))
    if order == "cost":
        return sorted(trials, key=lambda one: (cost_of(one) is None, cost_of(one), one.number))
    stage = {"complete": 0, "cut": 1, "pruned": 1, "paused": 1, "running": 2, "failed": 3}

    def key(one: Trial) -> tuple[Any, ...]:
        worth = 0.0 if one.value is None else -objective.gain(one.value, 0.0)
        place = stage[one.state] if order == "rank" else 0
        return place, one.value is None, worth, cost_of(one) or 0.0, one.number

    return sorted(trials, key=key)


def _counts(trials: Sequence[Trial]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for trial in trials:
        counts[trial.state] = counts.get(trial.state, 0) + 1
    return counts


def _counts_of(session: Session, ids: Sequence[str]) -> dict[str, dict[str, int]]:
    counted = (
        sa.select(Trial.search_id, Trial.state, sa.func.count())
        .where(Trial.search_id.in_(ids))
        .group_by(Trial.search_id, Trial.state)
    )
    counts: dict[str, dict[str, int]] = {}
    for search_id, state, count in session.execute(counted):
        counts.setdefault(search_id, {})[state] = count
    return counts
