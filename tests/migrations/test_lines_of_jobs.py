"""Jobs that were queued before there were lines stand in theirs after the migration."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import command

from armillary.base.database import Database
from armillary.jobs import Job
from armillary.migrations import _alone, _config, upgrade

GIVEN: dict[str, dict[str, Any]] = {
    "job_old": {"needs": {"threads": 1}},
    "job_lane": {"needs": {"threads": 1, "lane": "background"}},
    "job_reserved": {"needs": {"threads": 1, "lane": "express"}, "reserved_for": "terminal"},
    "job_running": {"needs": {"threads": 1}, "state": "running"},
    "job_done": {"needs": {"threads": 1}, "state": "succeeded"},
    "job_waits": {"needs": {"threads": 1}, "needed": "job_running"},
    "job_may_begin": {"needs": {"threads": 1}, "needed": "job_done"},
}


def test_queued_jobs_are_put_into_their_lines(database: Database) -> None:
    with _alone(database) as connection:
        command.upgrade(_config(connection), "0180")
    with database.engine.begin() as connection:
        for job_id, given in GIVEN.items():
            _insert(connection, job_id, **given)

    upgrade(database)

    with database.read() as session:
        found = dict(session.execute(sa.select(Job.id, Job.line)).all())
    assert found == {
        "job_old": "/main/ws_demo",
        "job_lane": "/background/ws_demo",
        "job_reserved": "terminal/express/ws_demo",
        "job_running": None,
        "job_done": None,
        "job_waits": None,
        "job_may_begin": "/main/ws_demo",
    }
    with _alone(database) as connection:
        command.downgrade(_config(connection), "0180")
    with database.engine.connect() as connection:
        assert "line" not in {one["name"] for one in sa.inspect(connection).get_columns("jobs")}


def _insert(
    connection: sa.Connection,
    job_id: str,
    *,
    needs: dict[str, Any],
    state: str = "queued",
    reserved_for: str | None = None,
    needed: str | None = None,
) -> None:
    """Store a job as the version before did."""
    row = {
        "id": job_id,
        "workspace_id": "ws_demo",
        "kind": "test",
        "title": "test",
        "state": state,
        "needs": json.dumps(needs),
        "reserved_for": reserved_for,
        "depends_on": json.dumps([] if needed is None else [needed]),
        "params": "{}",
        "created_at": "2030-01-02 03:04:05",
        **dict.fromkeys("priority version attempt max_attempts deaths claim_number".split(), 1),
        "used_s": 0.0,
    }
    names = ", ".join(row)
    values = ", ".join(f":{name}" for name in row)
    types = {"needs", "depends_on", "params"} if connection.dialect.name == "postgresql" else set()
    for name in types:
        values = values.replace(f":{name}", f"cast(:{name} as jsonb)")
    if connection.dialect.name == "postgresql":
        values = values.replace(":created_at", "cast(:created_at as timestamptz)")
    connection.execute(sa.text(f"insert into jobs ({names}) values ({values})"), row)
    if needed is not None:
        dependency = {"workspace_id": "ws_demo", "job_id": job_id, "needs_id": needed}
        connection.execute(
            sa.text(
                "insert into job_dependencies (workspace_id, job_id, needs_id, must_succeed) "
                "values (:workspace_id, :job_id, :needs_id, true)"
            ),
            dependency,
        )
