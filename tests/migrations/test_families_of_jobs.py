"""Searches that go on while a server becomes newer, and what runs had left that were deleted."""

import sqlalchemy as sa
from alembic import command

from armillary.base.database import Database
from armillary.base.values import utc_now
from armillary.migrations import _alone, _config, upgrade

OWNED = {"workspace_id": "ws_demo", "created_at": utc_now()}
JOB = OWNED | {
    "title": "Trials",
    "version": 1,
    "params": {},
    "needs": {},
    "attempt": 1,
    "max_attempts": 3,
    "deaths": 0,
    "claim_number": 0,
    "used_s": 0.0,
    "depends_on": [],
    "priority": -1,
    "parent_id": "job_search",
    "state": "queued",
}
NOTE = {"workspace_id": "ws_demo", "what": "created", "time": utc_now(), "details": {}}


def test_trials_are_of_the_family_of_their_search(database: Database) -> None:
    with _alone(database) as connection:
        command.upgrade(_config(connection), "0195")
    with database.engine.begin() as connection:
        jobs = sa.Table("jobs", sa.MetaData(), autoload_with=connection)
        rows = [
            JOB | {"id": "job_lane", "kind": "search.trials"},
            JOB | {"id": "job_fit", "kind": "training.fit"},
        ]
        connection.execute(jobs.insert(), rows)

    upgrade(database)

    with database.engine.connect() as connection:
        found = connection.execute(sa.text("select id, family from jobs")).all()
    assert dict(found) == {"job_lane": "job_search", "job_fit": None}
    with _alone(database) as connection:
        command.downgrade(_config(connection), "0195")
    with database.engine.connect() as connection:
        names = {one["name"] for one in sa.inspect(connection).get_columns("jobs")}
    assert not {"family", "gave_way_at"} & names


def test_what_deleted_runs_had_left_goes(database: Database) -> None:
    with _alone(database) as connection:
        command.upgrade(_config(connection), "0195")
    with database.engine.begin() as connection:
        notes = sa.Table("training_timeline", sa.MetaData(), autoload_with=connection)
        connection.execute(notes.insert(), [NOTE | {"id": "note_1", "run": "gone"}])

    upgrade(database)

    with database.engine.connect() as connection:
        assert connection.scalar(sa.text("select count(*) from training_timeline")) == 0
