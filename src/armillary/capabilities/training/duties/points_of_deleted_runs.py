"""Removing the points of runs that were deleted, a little at a time."""

import time

import sqlalchemy as sa

from armillary.base.database import Database
from armillary.capabilities.training.runs.tables import DeletedRun
from armillary.capabilities.training.tables import MetricPoint
from armillary.settings import Settings

_AT_ONCE = 1_000


class PointsOfDeletedRuns:
    """Each step removes a thousand points at most, and the mark of a run that has none left."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def step(self) -> float | None:
        """Remove a few and give the seconds that took; None when there is nothing left."""
        with self._database.read() as session:
            run = session.scalar(sa.select(DeletedRun.run).limit(1))
        if run is None:
            return None
        keys = sa.select(MetricPoint.name, MetricPoint.step).where(MetricPoint.run == run)
        begin = time.perf_counter()
        with self._database.write() as session:
            found = session.execute(keys.limit(_AT_ONCE)).all()
            for name in {row.name for row in found}:
                steps = [row.step for row in found if row.name == name]
                of_curve = sa.and_(MetricPoint.run == run, MetricPoint.name == name)
                session.execute(sa.delete(MetricPoint).where(of_curve, MetricPoint.step.in_(steps)))
            if len(found) < _AT_ONCE:
                session.execute(sa.delete(DeletedRun).where(DeletedRun.run == run))
        return time.perf_counter() - begin


class PointsOfDeletedRunsDuty:
    """The duty: every minute."""

    id = "points_of_deleted_runs"
    rest_s = 60.0

    def work(self, settings: Settings, database: Database) -> PointsOfDeletedRuns:
        """Give the work."""
        return PointsOfDeletedRuns(database)


duty = PointsOfDeletedRunsDuty()
