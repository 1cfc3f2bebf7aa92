"""Migrations give exactly the tables that the models name, on both databases."""

import threading

import pytest
import sqlalchemy as sa

from armillary.base.database import Database
from armillary.migrations import _config, differences, is_current, load_tables, newest, upgrade
from armillary.migrations.alembic_parts import ScriptDirectory

# The columns that clients of the served interfaces were promised.
PROMISED = {
    "experiments": "id name description created_at updated_at algorithm_id dataset_id status",
    "training_sessions": "id experiment_id hyperparameters training_history model_path status "
    "started_at completed_at",
    "datasets": "id filename total_rows total_columns dtypes upload_date file_path",
    "chat_rooms": "id name experiment_id created_at",
    "chat_messages": "id room_id user_id user_name content content_type formatting timestamp "
    "edited_at",
    "code_sessions": "id user_id code language created_at updated_at",
    "workspace_permissions": "id workspace_id user_id role granted_at granted_by",
}

# What belongs to the server, to a person in every workspace, or names the workspace otherwise.
WITHOUT_WORKSPACE = {
    "alembic_version",
    "health_checks",
    "workspaces",
    "users",
    "refresh_tokens",
    "sign_ins",
    "api_keys",
    "workers",
    "servers",
    "leases",
    "installation",
    # Points are the largest table by far; their run says where they belong.
    "metric_points",
    "metric_summaries",
}


def test_an_empty_database_is_brought_to_what_the_models_name(database: Database) -> None:
    assert not is_current(database)

    upgrade(database)

    assert is_current(database)
    assert differences(database) == []


def test_the_newest_is_that_of_alembic() -> None:
    assert newest() == ScriptDirectory.from_config(_config()).get_current_head()


def test_several_processes_may_migrate_at_once(database: Database) -> None:
    threads = [threading.Thread(target=upgrade, args=(database,)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert is_current(database)


@pytest.mark.parametrize("name", PROMISED)
def test_promised_tables_can_be_read_with_their_columns(database: Database, name: str) -> None:
    upgrade(database)
    columns = ", ".join(PROMISED[name].split())

    with database.read() as session:
        assert session.execute(sa.text(f"select {columns} from {name}")).all() == []


def test_every_table_says_which_workspace_a_row_belongs_to() -> None:
    lacking = {
        table.name
        for table in load_tables().tables.values()
        if "workspace_id" not in table.columns or table.columns["workspace_id"].nullable
    }

    assert lacking <= WITHOUT_WORKSPACE
