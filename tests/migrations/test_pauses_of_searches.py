"""Searches from before they could be paused have never stood still."""

import sqlalchemy as sa
from alembic import command

from armillary.base.database import Database
from armillary.base.values import utc_now
from armillary.capabilities.search.tables import Search
from armillary.migrations import _alone, _config, upgrade

HELD = {
    "id": "job_old",
    "workspace_id": "ws_demo",
    "name": "diagnosis of cancer",
    "dataset_id": "ds_1",
    "target": "diagnosis",
    "request": {},
    "task": "classification",
    "metric": "auc",
    "algorithms": ["naive_bayes"],
    "space": {},
    "earlier": [],
    "most_trials": 10,
    "seed": 0,
    "is_stopping": False,
    "created_by": "local",
    "created_at": utc_now(),
}
NEW = {"searches": {"paused_at", "paused_s"}, "search_trials": {"run_id"}}


def test_searches_of_before_have_not_stood_still(database: Database) -> None:
    with _alone(database) as connection:
        command.upgrade(_config(connection), "0190")
    with database.engine.begin() as connection:
        searches = sa.Table("searches", sa.MetaData(), autoload_with=connection)
        connection.execute(searches.insert(), HELD)

    upgrade(database)

    with database.read() as session:
        held = session.get_one(Search, "job_old")
    assert (held.name, held.paused_at, held.paused_s) == (HELD["name"], None, 0.0)
    with _alone(database) as connection:
        command.downgrade(_config(connection), "0190")
    with database.engine.connect() as connection:
        for table, names in NEW.items():
            left = {one["name"] for one in sa.inspect(connection).get_columns(table)}
            assert not left & names
