"""Trying a recipe on some rows: what is asked, and the answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import AppError, Invalid
from armillary.base.storage import Storage
from armillary.capabilities.datasets import service
from armillary.capabilities.datasets.recipes import comparing, sources
from armillary.capabilities.datasets.recipes.schemas import PreviewRequest
from armillary.learning.recipe.checking import check_steps, other_tables
from armillary.learning.recipe.fields import Fields

if TYPE_CHECKING:
    import duckdb

    from armillary.learning.recipe.relation import Relation
    from armillary.learning.recipe.run import Done

ROWS = 10_000
_CELLS = 2_000_000
_PLACES = 20


def to_payload(
    actor: Actor, session: Session, dataset_id: str, given: PreviewRequest
) -> dict[str, Any]:
    """Give what the process that reads tables needs to try the steps.

    Datasets that cannot be joined are left out: the step that wants one says so in its place.
    """
    row = service.find_ready(actor, session, dataset_id)
    others = {}
    for step in given.steps:
        for other_id in _joined(step):
            try:
                other = service.find_ready(actor, session, other_id)
            except AppError:
                continue
            others[other_id] = sources.to_payload(other)
    return {**given.model_dump(), "table": sources.to_payload(row), "others": others}


@dataclass
class _Tried:
    """A step with what became of it."""

    report: dict[str, Any]
    before: Relation | None = None
    done: Done | None = None


def try_steps(
    engine: duckdb.DuckDBPyConnection,
    storage: Storage,
    payload: Mapping[str, Any],
    is_wanted: Callable[[], bool],
) -> dict[str, Any]:
    """Run the steps on a sample, as far as they can be run, and show the rows behind one.

    Where nobody waits any more it ends between two steps.
    """
    relation = _sample(engine, storage, payload)
    rows = relation.count()
    begin = relation
    tried: list[_Tried] = []
    is_stopped = False
    for place, given in enumerate(payload["steps"]):
        if not is_wanted():
            break
        one = _try(relation, place, given, rows, is_stopped=is_stopped)
        tried.append(one)
        is_stopped |= one.report["state"] == "failed"
        if one.done is not None:
            relation, rows = one.done.relation, one.done.rows
    table = payload["table"]
    sample = {"kind": payload["sample"], "rows": begin.count(), "of": table["rows"]}
    return {
        "sample": sample,
        "steps": [one.report for one in tried],
        "shown": _show(payload, tried, begin),
    }


def _joined(step: Mapping[str, Any]) -> list[str]:
    try:
        return other_tables(check_steps([step]))
    except Invalid:
        return []


def _sample(
    engine: duckdb.DuckDBPyConnection, storage: Storage, payload: Mapping[str, Any]
) -> Relation:
    """Read the first rows, or short runs of rows from places all over the table."""
    table = payload["table"]
    most = max(100, min(ROWS, _CELLS // max(len(table["fields"]), 1)))
    total = table["rows"] or 0
    if payload["sample"] == "first" or total <= most:
        tail = f"where file_row_number < {most}"
    else:
        run = most // _PLACES
        starts = [round(place * (total - run) / (_PLACES - 1)) for place in range(_PLACES)]
        runs = [f"file_row_number between {start} and {start + run - 1}" for start in starts]
        tail = f"where {' or '.join(runs)}"
    relation = sources.open_relation(engine, storage, table, payload["others"], tail)
    return relation.settled("sample")


def _try(relation: Relation, place: int, given: Any, rows: int, *, is_stopped: bool) -> _Tried:
    from armillary.learning.recipe.run import advance

    report: dict[str, Any] = {"id": _id_of(given, place), "place": place, "error": None}
    is_off = isinstance(given, Mapping) and bool(given.get("disabled"))
    if is_off or is_stopped:
        return _Tried({**report, "state": "off" if is_off else "waiting"})
    try:
        (step,) = check_steps([given], first=place)
        with step.told():
            done = advance(relation, step, rows)
            settled = done.relation.settled(f"tried_{place}")
    except AppError as error:
        return _Tried({**report, "state": "failed", "error": _error(error)})
    report |= {**done.to_json(), "state": "done", "columns": _columns(settled.fields)}
    return _Tried(report, relation, done.with_relation(settled))


def _error(error: AppError) -> dict[str, Any]:
    details = dict(error.details or {})
    return {
        "code": error.code,
        "message": str(details.pop("reason", error.message)),
        "details": details,
        "errors": error.errors,
    }


def _columns(fields: Fields) -> list[dict[str, str]]:
    return [{"name": field.name, "dtype": field.storage} for field in fields]


def _show(payload: Mapping[str, Any], tried: list[_Tried], begin: Relation) -> dict[str, Any]:
    """Show the rows behind the wanted step, or behind the last one before it that was done."""
    wanted = len(tried) - 1 if payload["step"] is None else payload["step"]
    page, size = payload["page"], payload["page_size"]
    for place in range(min(wanted, len(tried) - 1), -1, -1):
        one = tried[place]
        if one.done is not None and one.before is not None:
            shown = comparing.show(one.done.relation, one.before, one.done, page, size)
            return {"step": place, **shown}
    return {"step": -1, **comparing.show(begin, None, None, page, size)}


def _id_of(given: Any, place: int) -> str:
    identity = given.get("id") if isinstance(given, Mapping) else None
    return identity if isinstance(identity, str) and identity else f"step_{place + 1}"
