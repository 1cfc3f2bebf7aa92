"""The job that gets a mission's table, imports it and parts it by star."""

from typing import Any

from sqlalchemy.orm import Session

from armillary.capabilities.astronomy import making
from armillary.capabilities.astronomy.mission_tables import TABLES, TablesParams
from armillary.capabilities.astronomy.missions import get_mission
from armillary.jobs.contract import JobContext, Needs, SingleJobKind, SingleRun


class MakeTables(SingleJobKind):
    """Makes the three datasets of a mission: as it came, to learn from, and for the test."""

    id = TABLES
    params = TablesParams
    preload = ("numpy", "pyarrow.parquet", "pandas", "duckdb")

    def title(self, params: Any) -> str:
        """Name the mission."""
        return f"Table of {get_mission(params.mission).title}"

    def needs(self, params: Any) -> Needs:
        """Take memory for the table twice over."""
        return Needs(memory_bytes=1 << 30)

    def run_one(self, job: JobContext) -> SingleRun:
        """Make them."""
        return making.TableMaking(job).run()

    def ended(self, session: Session, job_id: str, state: str, error: str | None) -> None:
        """Let nobody wait for tables that will not come."""
        making.note_end(session, job_id, state, error)


kind = MakeTables()
