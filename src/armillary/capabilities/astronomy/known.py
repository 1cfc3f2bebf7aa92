"""What the missions' tables of a workspace tell of one star: its signals, and what they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.base.executors import in_thread
from armillary.base.state import AppState
from armillary.capabilities import datasets
from armillary.capabilities.astronomy import mission_tables, stars
from armillary.capabilities.astronomy.missions import UNKNOWN, Mission, all_missions

_MOST = 200
_PATIENCE_S = 20.0
_DEFAULT = "default_flag"
"""Of several publications of one planet the archive marks the one that it goes by."""

Condition = Mapping[str, Any]


@dataclass(frozen=True)
class _Table:
    """A mission's table as it came, and its columns."""

    mission: Mission
    dataset_id: str
    columns: frozenset[str]


async def signals_of(state: AppState, actor: Actor, told: Sequence[str]) -> dict[str, Any]:
    """Give the signals of a star by any of its names, in the order of their periods.

    ``tables`` names the missions whose table is here, a made-up one not among them.
    """
    names = stars.called(told)
    tables = await in_thread(state.executors.database, _tables, state, actor)
    signals: list[dict[str, Any]] = []
    for table in tables:
        conditions = _conditions(table, names)
        if conditions:
            signals += await _ask(state, actor, table, conditions)
    signals.sort(key=lambda one: one["period"])
    return {"signals": signals, "tables": [table.mission.key for table in tables]}


def _tables(state: AppState, actor: Actor) -> list[_Table]:
    with state.database.read() as session:
        found = []
        for mission in all_missions():
            row = mission_tables.find_table(actor, session, mission)
            if row is None or row.raw_id is None or row.source == "synthetic":
                continue
            try:
                held = datasets.get_dataset(actor, session, row.raw_id)
            except NotFound:
                continue  # somebody deleted it; it is made again when it is needed
            if held["state"] == "ready":
                columns = frozenset(str(column["name"]) for column in held["schema"])
                found.append(_Table(mission, row.raw_id, columns))
    return found


async def _ask(
    state: AppState, actor: Actor, table: _Table, conditions: Sequence[Condition]
) -> list[dict[str, Any]]:
    mission = table.mission
    names = [name for name in mission.names if name in table.columns]
    period, radius = mission.axes["period"], mission.axes["radius"]
    columns = [*names, mission.target, period, radius]
    columns = [name for name in columns if name in table.columns]
    if period not in columns:
        return []
    sort = [[_DEFAULT, True]] if _DEFAULT in table.columns else []
    view = {
        "columns": columns,
        "sort": sort,
        "search": "",
        "filter": {"op": "or", "of": list(conditions)},
    }
    asked = {"view": view, "page": 0, "page_size": _MOST, "exact": True}
    _, answer = await datasets.ask_table(
        state, actor, table.dataset_id, "datasets.query", asked, timeout_s=_PATIENCE_S
    )
    rows = [dict(zip(columns, row, strict=True)) for row in answer["rows"]]
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        name = next((str(row[one]) for one in names if row[one] is not None), None)
        if name is not None and row[period] is not None:
            found.setdefault(name, _told(mission, name, row, period, radius))
    return list(found.values())


def _told(
    mission: Mission, name: str, row: Mapping[str, Any], period: str, radius: str
) -> dict[str, Any]:
    disposition = mission.disposition_of(row.get(mission.target))
    return {
        "mission": mission.key,
        "name": mission.signal_name(name),
        "period": row[period],
        "radius": row.get(radius),
        "disposition": UNKNOWN if disposition is None else mission.display[disposition],
    }


def _conditions(table: _Table, names: Sequence[str]) -> list[Condition]:
    """Say by which columns a table would name the star; nothing where it cannot."""
    asked = [one for name in names for one in _by_name(name)]
    return [one for one in asked if one["column"] in table.columns]


def _by_name(name: str) -> list[Condition]:
    """Give what holds of the rows of a star of this name, whichever mission's they are."""
    catalogue, _, number = name.replace("-", " ", 1).partition(" ")
    plain = [_is("hostname", "eq", name)]
    if not number.isascii() or not number.isdigit():
        return plain
    if catalogue == "KIC":
        return [_is("kepid", "eq", int(number))]
    if catalogue == "TIC":
        return [_is("tid", "eq", int(number)), _is("tic_id", "eq", name)]
    if catalogue == "EPIC":
        by_candidate = _is("epic_candname", "starts_with", f"{name}.")
        return [*plain, _is("epic_hostname", "eq", name), by_candidate]
    if catalogue == "Kepler":
        return [*plain, _is("kepler_name", "starts_with", f"{name} ")]
    if catalogue == "KOI":
        return [_is("kepoi_name", "starts_with", f"K{int(number):05d}.")]
    if catalogue == "K2":
        return [*plain, _is("k2_name", "starts_with", f"{name} ")]
    if catalogue == "TOI":
        return [*plain, _is("toi", "between", int(number), int(number) + 0.99)]
    return plain


def _is(column: str, operator: str, *values: Any) -> Condition:
    return {"column": column, "operator": operator, "values": list(values)}
