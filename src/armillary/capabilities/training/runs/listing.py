"""A page of the list of runs: filtered, sorted by anything, and never walked further than needed.

Where few runs are meant, they are found first and sorted. Where many are, the index of what they
are sorted by is walked from its end, and each run is looked at until the page is full.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.capabilities.training.runs import filters
from armillary.capabilities.training.runs.cursors import Cursor
from armillary.capabilities.training.runs.query import Order, RunQuery
from armillary.capabilities.training.runs.tables import ListedRun, RunValue
from armillary.capabilities.training.tables import MetricSummary

Clause = sa.ColumnElement[bool]


@dataclass(frozen=True)
class Found:
    """The ids of a page in their order, where it ends, and how many runs there are at least."""

    ids: list[str]
    next_cursor: str | None
    total: int
    is_total_exact: bool


def find(actor: Actor, session: Session, query: RunQuery) -> Found:
    """Find one page of the workspace's runs."""
    workspace_id = actor.workspace_id
    others = filters.other_conditions(session, workspace_id, query)
    are_few = any(other.are_few for other in others)
    own = filters.own_clauses(workspace_id, query, are_few_known=are_few)
    chosen = [*own, *(other.of(ListedRun.id) for other in others)]
    after = Cursor.read(query.cursor) if query.cursor else None
    order = _settle(session, workspace_id, query.order())
    wanted = query.limit + 1
    total, is_exact = (0, True) if are_few else _count(session, own, others, chosen)
    rows: Sequence[Any]
    if are_few or (is_exact and total <= filters.FEW):
        rows, total = _sort_few(session, workspace_id, chosen, order, after, wanted)
    elif order.by in ("created", "name"):
        rows = _walk_own(session, chosen, order, after, wanted)
    else:
        rows = _walk_values(session, workspace_id, chosen, (own, others), order, after, wanted)
    page = rows[: query.limit]
    last = Cursor(*page[-1]).write() if len(rows) > query.limit else None
    return Found([row[2] for row in page], last, total, is_exact)


def _settle(session: Session, workspace_id: str, order: Order) -> Order:
    """Sort by words where what is sorted by has no numbers."""
    if order.by not in ("parameter", "result"):
        return order
    table, value, same = _source(workspace_id, order)
    numbers = sa.select(table.run).where(*same, value.is_not(None)).limit(1)
    return replace(order, is_text=session.scalar(numbers) is None)


def _count(
    session: Session, own: list[Clause], others: list[filters.Other], chosen: list[Clause]
) -> tuple[int, bool]:
    """Count the runs: exactly where an index does it, or up to a bound."""
    if len(own) == len(others) == 1:
        # That many meet the one condition is known already.
        return filters.FEW, False
    runs = sa.select(sa.literal(1)).select_from(ListedRun).where(*chosen)
    if others:
        runs = runs.limit(filters.FEW + 1)
    count = session.scalar(sa.select(sa.func.count()).select_from(runs.subquery())) or 0
    return (filters.FEW, False) if others and count > filters.FEW else (count, True)


def _sort_few(
    session: Session,
    workspace_id: str,
    chosen: list[Clause],
    order: Order,
    after: Cursor | None,
    wanted: int,
) -> tuple[Sequence[Any], int]:
    """Give the rows of the page, and how many runs there are on all pages."""
    columns = (ListedRun.id, ListedRun.created_at, ListedRun.name)
    few = sa.select(*columns).where(*chosen).cte("few").prefix_with("MATERIALIZED")
    count = sa.select(sa.func.count()).select_from(few).scalar_subquery()
    if order.by in ("created", "name"):
        value: Any = sa.null() if order.by == "created" else few.c.name
        found = sa.select(value, few.c.created_at, few.c.id, count)
    else:
        table, value, same = _source(workspace_id, order)
        joined = few.outerjoin(table, sa.and_(table.run == few.c.id, *same))
        found = sa.select(value, few.c.created_at, few.c.id, count).select_from(joined)
    if after is not None:
        found = found.where(_behind(value, few.c, order, after))
    rows = session.execute(found.order_by(*_ordering(value, few.c, order)).limit(wanted)).all()
    if not rows and after is not None:
        return [], session.scalar(sa.select(count)) or 0
    return [tuple(row[:3]) for row in rows], rows[0][3] if rows else 0


def _walk_own(
    session: Session, chosen: list[Clause], order: Order, after: Cursor | None, wanted: int
) -> Sequence[Any]:
    column: Any = ListedRun.created_at if order.by == "created" else ListedRun.name
    value = sa.null() if order.by == "created" else column
    found = sa.select(value, ListedRun.created_at, ListedRun.id).where(*chosen)
    keys = (column, ListedRun.id)
    if after is not None:
        at = after.created_at if order.by == "created" else after.value
        found = found.where(_beyond(keys, (at, after.id), order.descending))
    found = found.order_by(*(_in_order(key, order.descending) for key in keys))
    return session.execute(found.limit(wanted)).all()


def _walk_values(
    session: Session,
    workspace_id: str,
    chosen: list[Clause],
    parts: tuple[list[Clause], list[filters.Other]],
    order: Order,
    after: Cursor | None,
    wanted: int,
) -> Sequence[Any]:
    rows: list[Any] = []
    if after is None or after.value is not None:
        rows = list(_walk_index(session, workspace_id, *parts, order, after, wanted))
        after = None
    if len(rows) < wanted:
        # Behind all that have a value come those without, newest first.
        table, value, same = _source(workspace_id, order)
        has = sa.select(sa.literal(1)).where(table.run == ListedRun.id, *same, value.is_not(None))
        without = [*chosen, ~has.correlate(ListedRun).exists()]
        rows += _walk_own(session, without, Order("created"), after, wanted - len(rows))
    return rows


def _walk_index(
    session: Session,
    workspace_id: str,
    own: list[Clause],
    others: list[filters.Other],
    order: Order,
    after: Cursor | None,
    wanted: int,
) -> Sequence[Any]:
    table, value, same = _source(workspace_id, order)
    is_chosen = sa.select(sa.literal(1)).where(ListedRun.id == table.run, *own)
    created = sa.select(ListedRun.created_at).where(ListedRun.id == table.run)
    found = sa.select(value, created.scalar_subquery(), table.run)
    # Each condition looks at the run for itself, so that the one that lets fewest through spares
    # the others their look.
    found = found.where(*same, value.is_not(None), *(other.of(table.run) for other in others))
    found = found.where(is_chosen.correlate(table).exists())
    keys = (value, table.run)
    if after is not None:
        found = found.where(_beyond(keys, (after.value, after.id), order.descending))
    found = found.order_by(*(_in_order(key, order.descending) for key in keys))
    return session.execute(found.limit(wanted)).all()


def _source(workspace_id: str, order: Order) -> tuple[Any, Any, list[Clause]]:
    """Give the table that holds what is sorted by, its column, and which of its rows are meant."""
    if order.by == "metric":
        metrics: Any = MetricSummary
        value = metrics.best_value if order.best else metrics.last_value
        return metrics, value, [metrics.workspace_id == workspace_id, metrics.name == order.name]
    values: Any = RunValue
    same = [
        values.workspace_id == workspace_id,
        values.kind == order.by,
        values.name == order.name,
    ]
    return values, values.text if order.is_text else values.number, same


def _ordering(value: Any, few: Any, order: Order) -> list[Any]:
    if order.by == "created":
        return [_in_order(few.created_at, order.descending), _in_order(few.id, order.descending)]
    lacking = sa.case((value.is_(None), few.created_at))
    by_id = sa.case((value.is_not(None), few.id))
    return [
        value.is_(None),
        _in_order(value, order.descending),
        lacking.desc(),
        _in_order(by_id, order.descending),
        few.id.desc(),
    ]


def _behind(value: Any, few: Any, order: Order, after: Cursor) -> Clause:
    if order.by == "created":
        keys = (few.created_at, few.id)
        return _beyond(keys, (after.created_at, after.id), order.descending)
    lacking = _beyond((few.created_at, few.id), (after.created_at, after.id), True)
    if after.value is None:
        return sa.and_(value.is_(None), lacking)
    beyond = _beyond((value, few.id), (after.value, after.id), order.descending)
    return sa.or_(value.is_(None), beyond)


def _beyond(keys: tuple[Any, Any], held: tuple[Any, Any], descending: bool) -> Clause:
    typed = [sa.literal(one, key.type) for key, one in zip(keys, held, strict=True)]
    left, right = sa.tuple_(*keys), sa.tuple_(*typed)
    clause: Clause = left < right if descending else left > right
    return clause


def _in_order(column: Any, descending: bool) -> Any:
    return column.desc() if descending else column.asc()
