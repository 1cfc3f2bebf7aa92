"""Storing the points of curves, and reading them back thinned."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import realtime
from armillary.base.database import insert_for
from armillary.base.values import finite
from armillary.capabilities.training.curves import LIMIT, Logged, Point
from armillary.capabilities.training.runs.directions import is_lower_better
from armillary.capabilities.training.tables import MetricPoint, MetricSummary

# An event may have 16 kB; a point takes its name and two numbers of up to 24 digits.
_EVENT_BYTES = 14_000
_NUMBERS_BYTES = 56


def store(session: Session, run: str, workspace_id: str, points: Sequence[Logged]) -> None:
    """Write points, keep the summaries true, and announce them, all in one transaction."""
    latest = {(point.name, point.step): point for point in points}
    rows = [
        {
            "run": run,
            "name": point.name,
            "step": point.step,
            "workspace_id": workspace_id,
            "value": finite(point.value),
            "time": point.time,
        }
        for point in latest.values()
    ]
    statements = _statements(session.get_bind().dialect.name)
    connection = session.connection()
    connection.execute(statements.points, rows)
    for is_lower, summaries in _by_direction(_summaries(run, workspace_id, rows)):
        connection.execute(statements.summaries[is_lower], summaries)
    for part in _parts(rows):
        realtime.append(
            session,
            f"job:{run}",
            "metrics.logged",
            {"points": [[row["name"], row["step"], row["value"]] for row in part]},
            workspace_id=workspace_id,
        )


def read(session: Session, run: str, names: Sequence[str] | None = None) -> list[Point]:
    """Give the points of a run in step order, each curve thinned to 2,000."""
    numbered = _numbered(run, names).subquery()
    found = sa.select(numbered.c.name, numbered.c.step, numbered.c.value)
    rows = session.execute(_thinned(found, numbered))
    return [(row.name, row.step, row.value) for row in rows]


def read_timed(session: Session, run: str) -> dict[str, dict[str, list[Any]]]:
    """Give ``{name: {steps, values, times}}``, thinned alike; times are seconds since 1970."""
    numbered = _numbered(run, None).subquery()
    found = sa.select(*(numbered.c[key] for key in ("name", "step", "value", "time")))
    series: dict[str, dict[str, list[Any]]] = {}
    for name, step, value, time in session.execute(_thinned(found, numbered)):
        curve = series.setdefault(name, {"steps": [], "values": [], "times": []})
        curve["steps"].append(step)
        curve["values"].append(value)
        curve["times"].append(time.timestamp())
    return series


def read_summaries(session: Session, run: str) -> dict[str, dict[str, Any]]:
    """Give the last and the extreme values of each curve, by name."""
    rows = session.scalars(sa.select(MetricSummary).where(MetricSummary.run == run))
    return {
        row.name: {
            "step": row.last_step,
            "last": row.last_value,
            "minimum": row.minimum,
            "maximum": row.maximum,
        }
        for row in rows
    }


def to_series(points: Sequence[Point]) -> dict[str, dict[str, list[Any]]]:
    """Give ``{name: {steps, values}}``."""
    series: dict[str, dict[str, list[Any]]] = {}
    for name, step, value in points:
        curve = series.setdefault(name, {"steps": [], "values": []})
        curve["steps"].append(step)
        curve["values"].append(value)
    return series


def _thinned(found: sa.Select[Any], numbered: sa.Subquery) -> sa.Select[Any]:
    place, count = numbered.c.place, numbered.c.count
    stride = (count - 2) // (LIMIT - 1) + 1
    kept = sa.or_((place - 1) % stride == 0, place == count)
    return found.where(kept).order_by(numbered.c.step)


def _numbered(run: str, names: Sequence[str] | None) -> sa.Select[Any]:
    name, step = MetricPoint.name, MetricPoint.step
    place = sa.func.row_number().over(partition_by=name, order_by=step).label("place")
    count = sa.func.count().over(partition_by=name).label("count")
    columns = (name, step, MetricPoint.value, MetricPoint.time, place, count)
    return sa.select(*columns).where(_chosen(run, names))


def _chosen(run: str, names: Sequence[str] | None) -> sa.ColumnElement[bool]:
    of_run = MetricPoint.run == run
    return of_run if names is None else sa.and_(of_run, MetricPoint.name.in_(names))


def _parts(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Cut points into as few events as their size allows."""
    part: list[dict[str, Any]] = []
    size = 0
    for row in rows:
        # Twice the name: JSON writes some characters as two.
        length = 2 * len(row["name"].encode()) + _NUMBERS_BYTES
        if part and size + length > _EVENT_BYTES:
            yield part
            part, size = [], 0
        part.append(row)
        size += length
    if part:
        yield part


def _summaries(
    run: str, workspace_id: str, rows: Sequence[Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Sum up what is new of each curve."""
    by_name: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        by_name.setdefault(row["name"], []).append(row)
    for name, of_name in sorted(by_name.items()):
        values = [row["value"] for row in of_name if row["value"] is not None]
        last = max(of_name, key=lambda row: int(row["step"]))
        least, most = min(values, default=None), max(values, default=None)
        yield {
            "run": run,
            "name": name,
            "workspace_id": workspace_id,
            "last_step": last["step"],
            "last_value": last["value"],
            "minimum": least,
            "maximum": most,
            "best_value": least if is_lower_better(name) else most,
        }


def _by_direction(
    summaries: Iterable[dict[str, Any]],
) -> Iterator[tuple[bool, list[dict[str, Any]]]]:
    """Divide summaries by which way their curve is better: each has a statement of its own."""
    parts: dict[bool, list[dict[str, Any]]] = {}
    for summary in summaries:
        parts.setdefault(is_lower_better(summary["name"]), []).append(summary)
    yield from parts.items()


class _Statements:
    """The upserts, built once per dialect: building them costs more than running them."""

    def __init__(self, insert: Any, least: Any, greatest: Any) -> None:
        given = insert(MetricPoint)
        self.points = given.on_conflict_do_update(
            index_elements=["run", "name", "step"],
            set_={"value": given.excluded.value, "time": given.excluded.time},
        )
        fresh = insert(MetricSummary)
        held, new = MetricSummary, fresh.excluded
        is_newer = new.last_step >= held.last_step
        extremes = {
            "last_step": sa.case((is_newer, new.last_step), else_=held.last_step),
            "last_value": sa.case((is_newer, new.last_value), else_=held.last_value),
            "minimum": _extreme(least, held.minimum, new.minimum),
            "maximum": _extreme(greatest, held.maximum, new.maximum),
        }
        self.summaries = {
            is_lower: fresh.on_conflict_do_update(
                index_elements=["run", "name"],
                set_={**extremes, "best_value": extremes["minimum" if is_lower else "maximum"]},
            )
            for is_lower in (False, True)
        }


def _extreme(choose: Any, held: Any, new: Any) -> Any:
    """Choose between two values of which either may be missing."""
    return sa.func.coalesce(choose(held, new), held, new)


@cache
def _statements(dialect: str) -> _Statements:
    is_sqlite = dialect == "sqlite"
    least = sa.func.min if is_sqlite else sa.func.least
    return _Statements(insert_for(dialect), least, sa.func.max if is_sqlite else sa.func.greatest)
