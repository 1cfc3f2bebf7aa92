"""The mission tables of a workspace: which there are, where from, and having them made."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa
from pydantic import BaseModel, ConfigDict
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import NotFound
from armillary.base.values import to_iso, utc_now
from armillary.capabilities import datasets
from armillary.capabilities.astronomy.missions import Mission, MissionKey, all_missions, get_mission
from armillary.capabilities.astronomy.synthetic import NOTICE
from armillary.capabilities.astronomy.tables import MissionTable
from armillary.settings import Settings

TABLES = "astronomy.tables"
_INVENTED_FOR = timedelta(days=1)


class TablesParams(BaseModel):
    """Which mission's table to get; ``refresh`` takes it anew though there is one."""

    model_config = ConfigDict(frozen=True)

    mission: MissionKey
    refresh: bool = False


def find_table(actor: Actor, session: Session, mission: Mission) -> MissionTable | None:
    """Give the row of a mission's table, or None where nobody has asked for it."""
    return session.get(MissionTable, _id(actor, mission))


def is_whole(actor: Actor, session: Session, row: MissionTable) -> bool:
    """Say whether all three datasets of a table are there and ready."""
    return row.source is not None and all(
        _is_ready(actor, session, dataset_id)
        for dataset_id in (row.raw_id, row.trainval_id, row.test_id)
    )


def ensure(actor: Actor, session: Session, mission: Mission, settings: Settings) -> str | None:
    """Have a mission's table made where it is wanting; gives the job to wait for, or None.

    A synthetic one is tried anew after a day, or where another folder is named by now.
    """
    row = find_table(actor, session, mission)
    if row is not None:
        running = _running(actor, session, row)
        if running is not None:
            return running
        if is_whole(actor, session, row) and not _is_worth_another_try(row, settings):
            return None
    return _submit(actor, session, mission, TablesParams(mission=mission.key))


def refresh(actor: Actor, session: Session, mission: Mission) -> str:
    """Take a mission's table anew; gives the job. The one that there is stays until it is whole."""
    actor.require("editor")
    row = find_table(actor, session, mission)
    running = None if row is None else _running(actor, session, row)
    return running or _submit(
        actor, session, mission, TablesParams(mission=mission.key, refresh=True)
    )


def list_tables(actor: Actor, session: Session) -> list[dict[str, Any]]:
    """Give every mission with the state of its table in this workspace."""
    return [to_wire(actor, session, mission) for mission in all_missions()]


def to_wire(actor: Actor, session: Session, mission: Mission) -> dict[str, Any]:
    """Give a mission and its table as JSON."""
    row = find_table(actor, session, mission)
    told: dict[str, Any] = {
        "mission": mission.key,
        "title": mission.title,
        "telescope": mission.telescope,
        "target": mission.target,
        "features": list(mission.features),
        "source_table": mission.source.table,
        "acknowledgement": mission.source.acknowledgement,
        "documentation": mission.source.documentation,
    }
    if row is None:
        return {**told, "state": "absent"}
    running = _running(actor, session, row)
    is_there = is_whole(actor, session, row)
    return {
        **told,
        "state": "fetching" if running else "ready" if is_there else "absent",
        "job_id": running,
        "source": row.source,
        "notice": notice_of(row.source),
        "details": row.details,
        "fetched_at": None if row.fetched_at is None else to_iso(row.fetched_at),
        "error": row.error,
        "datasets": {"raw": row.raw_id, "trainval": row.trainval_id, "test": row.test_id},
    }


def notice_of(source: str | None) -> str | None:
    """Say what everybody has to be told who sees an answer made with a table."""
    return NOTICE if source == "synthetic" else None


def mission_of(row: MissionTable) -> Mission:
    """Give the mission of a table."""
    return get_mission(row.mission)


def lock(session: Session, actor: Actor, mission: Mission) -> MissionTable:
    """Give a table's row, kept from others until the transaction ends; raises `NotFound`."""
    wanted = sa.select(MissionTable).where(MissionTable.id == _id(actor, mission))
    found = wanted.with_for_update().execution_options(populate_existing=True)
    return _there(session.scalar(found), mission)


def get_table(actor: Actor, session: Session, mission: Mission) -> MissionTable:
    """Give a table's row; raises `NotFound`."""
    return _there(find_table(actor, session, mission), mission)


def _there(row: MissionTable | None, mission: Mission) -> MissionTable:
    if row is None:
        raise NotFound(f"There is no table of {mission.key} in this workspace.")
    return row


def _submit(actor: Actor, session: Session, mission: Mission, params: TablesParams) -> str:
    job = jobs.submit(actor, session, TABLES, params)
    row = find_table(actor, session, mission)
    if row is not None:
        row.job_id, row.error, row.pending = job.id, None, None
        return job.id
    row = MissionTable(
        id=_id(actor, mission),
        workspace_id=actor.workspace_id,
        mission=mission.key,
        job_id=job.id,
        details={},
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        # Somebody else asked for it between our look and now; two jobs give the same table.
        session.expire_all()
    return job.id


def _running(actor: Actor, session: Session, row: MissionTable) -> str | None:
    try:
        job = jobs.get(actor, session, row.job_id)
    except NotFound:
        return None
    return None if job.is_finished else job.id


def _is_ready(actor: Actor, session: Session, dataset_id: str | None) -> bool:
    if dataset_id is None:
        return False
    try:
        return bool(datasets.get_dataset(actor, session, dataset_id)["state"] == "ready")
    except NotFound:
        return False


def _is_worth_another_try(row: MissionTable, settings: Settings) -> bool:
    if row.source != "synthetic" or row.fetched_at is None:
        return False
    is_elsewhere = row.details.get("folder") != _named(settings)
    return is_elsewhere or utc_now() - row.fetched_at > _INVENTED_FOR


def _named(settings: Settings) -> str | None:
    return None if settings.datasets_dir is None else str(settings.datasets_dir)


def _id(actor: Actor, mission: Mission) -> str:
    return f"{actor.workspace_id}:{mission.key}"
