"""Runs from before they were listed are listed by the migration."""

import sqlalchemy as sa
from alembic import command

from armillary.base.access import Actor
from armillary.base.database import Database
from armillary.capabilities.training.runs import showing
from armillary.capabilities.training.runs.query import RunQuery
from armillary.migrations import _alone, _config, upgrade

RUN = """
insert into trainings (id, workspace_id, source, name, algorithm_id, request, hyperparameters,
                       state, metrics, created_by, created_at)
values ('run_old', 'ws_demo', 'external', 'Old forest', 'random_forest', '{"target": "y"}',
        '{"depth": 7}', 'succeeded', '{"accuracy": 0.5}', 'local', '2030-01-02 03:04:05+00')
"""
CURVE = """
insert into metric_summaries (run, name, workspace_id, last_step, last_value, minimum, maximum)
values ('run_old', 'val_loss', 'ws_demo', 9, 0.5, 0.25, 4.0)
"""
GUARD = """
update trainings set guard = '{"findings": [{"severity": "serious"}, {"severity": "warning"}]}'
"""


def test_an_old_run_is_listed_found_and_sorted(database: Database) -> None:
    with _alone(database) as connection:
        command.upgrade(_config(connection), "0076")
    with database.engine.begin() as connection:
        run = RUN.replace("+00", "") if database.is_sqlite else RUN
        connection.execute(sa.text(run.replace(": ", "\\: ")))
        connection.execute(sa.text(CURVE))
    with _alone(database) as connection:
        command.upgrade(_config(connection), "0140")
    with database.engine.begin() as connection:
        connection.execute(sa.text(GUARD))

    upgrade(database)
    with database.read() as session:
        query = RunQuery(
            search="forest 7",
            where=["result:accuracy=0.5"],
            sort="metric:val_loss:best",
            show=["val_loss"],
        )
        page = showing.list_runs(Actor.local(), session, query)

    (found,) = page["sessions"]
    assert (found["id"], found["status"], found["target"]) == ("run_old", "completed", "y")
    assert found["curves"] == {"val_loss": {"step": 9, "last": 0.5, "best": 0.25}}
    assert found["against"] == 1
    assert found["created_at"] == "2030-01-02T03:04:05Z"
