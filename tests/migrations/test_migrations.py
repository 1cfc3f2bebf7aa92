"""Migrations give exactly the tables that the models name, on both databases."""

import threading
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command

from armillary import migrations
from armillary.base.database import Database
from armillary.migrations import (
    BETWEEN,
    _alone,
    _config,
    apply_migrations,
    differences,
    is_current,
    load_tables,
    newest,
    upgrade,
)
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

    with _alone(database) as connection:
        apply_migrations(connection)

    assert is_current(database)
    assert differences(database) == []


def test_a_new_database_is_what_the_migrations_make_of_an_empty_one(tmp_path: Path) -> None:
    made, migrated = (Database(f"sqlite:///{tmp_path / name}.db") for name in ("made", "migrated"))
    with _alone(migrated) as connection:
        apply_migrations(connection)

    upgrade(made)

    assert is_current(made)
    assert sorted(statements_of(made)) == sorted(statements_of(migrated))
    made.dispose()
    migrated.dispose()


def test_a_database_that_is_made_as_an_older_version_did_is_migrated_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older = Database(f"sqlite:///{tmp_path / 'older'}.db")
    with _alone(older) as connection:
        command.upgrade(_config(connection), "0180")
    statements = [*statements_of(older), "insert into alembic_version values ('0180')"]
    (tmp_path / "older.sql").write_text(BETWEEN.join(statements))
    older.dispose()
    monkeypatch.setattr(migrations, "NEW_SQLITE", tmp_path / "older.sql")
    database = Database(f"sqlite:///{tmp_path / 'new'}.db")

    upgrade(database)

    assert is_current(database)
    assert differences(database) == []
    database.dispose()


def statements_of(database: Database) -> list[str]:
    """Give what would make every table, index and view that there is."""
    kept = sa.text("select sql from sqlite_master where sql is not null order by rowid")
    with database.engine.connect() as connection:
        return list(connection.scalars(kept))


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
