"""Filling gaps from the rows before and behind them."""

from __future__ import annotations

from collections.abc import Sequence

from armillary.learning.recipe.contract import Output, Plan, Situation
from armillary.learning.recipe.fields import Field
from armillary.learning.recipe.steps._columns import replaced, value_of


def plan(
    at: Situation,
    fields: Sequence[Field],
    method: str,
    within: Sequence[str],
    order_by: str | None,
) -> Plan:
    """Fill each column from its neighbours in an order, perhaps within groups."""
    groups = ", ".join(f"c{at.fields.place(name, 'within')}" for name in within)
    first = [] if order_by is None else [f"c{at.fields.place(order_by, 'order_by')} nulls last"]
    order = f"{f'partition by {groups} ' if groups else ''}order by {', '.join([*first, 'n'])}"
    lets: list[tuple[str, str]] = []
    changed: dict[str, Output] = {}
    if method == "interpolate":
        lets.append(("v0", f"row_number() over ({order})"))
    for field in fields:
        value = value_of(at.fields, field)
        if _is_streamed(method, within, order_by):
            # The rows stand in this order, so each is looked at once and none is held.
            before = f"arg_max({value}, n) over (rows between unbounded preceding and current row)"
            changed[field.name] = Output(field.name, field.storage, before)
        elif method == "interpolate":
            own, sql = _line(len(lets), value, order)
            lets += own
            changed[field.name] = Output(field.name, "float64", sql)
        else:
            sql = f"coalesce({value}, {_neighbour(value, method, order)})"
            changed[field.name] = Output(field.name, field.storage, sql)
    is_in_order = _is_streamed(method, within, order_by)
    return Plan(replaced(at, changed), lets, shuffles=not is_in_order)


def _is_streamed(method: str, within: Sequence[str], order_by: str | None) -> bool:
    """Whether rows are filled one after the other as they stand."""
    return method == "forward" and not within and order_by is None


def _neighbour(value: str, method: str, order: str) -> str:
    """Give the SQL of the nearest value before or behind."""
    if method == "forward":
        return f"last_value({value} ignore nulls) over ({order} {_BEFORE})"
    return f"first_value({value} ignore nulls) over ({order} {_BEHIND})"


_BEFORE = "rows between unbounded preceding and 1 preceding"
_BEHIND = "rows between 1 following and unbounded following"


def _line(start: int, value: str, order: str) -> tuple[list[tuple[str, str]], str]:
    """Give the SQL of a value between its neighbours, by how far it stands from each.

    ``v0`` is the place of a row; gaps before the first and behind the last value stay.
    """
    place = f"case when {value} is not null then v0 end"
    names = [f"v{start + step}" for step in range(4)]
    ends = [
        _neighbour(each, method, order)
        for each in (f"({value})::double", place)
        for method in ("forward", "backward")
    ]
    low, high, low_at, high_at = names
    between = f"{low} + ({high} - {low}) * ((v0 - {low_at})::double / ({high_at} - {low_at}))"
    return list(zip(names, ends, strict=True)), f"coalesce(({value})::double, {between})"
