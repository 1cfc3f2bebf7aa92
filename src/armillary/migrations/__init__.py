"""The history of the database's shape, and bringing a database up to it.

Alembic is loaded only where something is to be changed: a server that finds everything done goes
without its nine megabytes, and an empty SQLite file becomes at once what every migration after the
other would make of it.
"""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from armillary.base.database import Base, Database
from armillary.base.registry import submodule_names

if TYPE_CHECKING:
    from armillary.migrations.alembic_parts import Config

_FOLDER = Path(__file__).parent
NEW_SQLITE = _FOLDER / "new_sqlite.sql"
"""What is run in an empty SQLite file; written from the migrations by ``make generated``."""
BETWEEN = ";\n\n"
# Any number serves, as long as every server that may migrate the same database uses the same.
_ADVISORY_LOCK = 4_815_162_342
_VERSIONS = sa.table("alembic_version", sa.column("version_num"))
_NAMED = re.compile(r'^(revision|down_revision) = "(\w+)"$', re.MULTILINE)


def load_tables() -> sa.MetaData:
    """Import every module that defines tables and give them all."""
    for name in ("armillary.realtime.tables", "armillary.jobs.tables"):
        importlib.import_module(name)
    for name in submodule_names("armillary.capabilities", "tables"):
        importlib.import_module(name)
    return Base.metadata


def upgrade(database: Database) -> None:
    """Bring the database to the newest shape; several processes may call this at once."""
    if is_current(database):
        return
    with _alone(database) as connection:
        if database.is_sqlite and not sa.inspect(connection).get_table_names():
            for statement in NEW_SQLITE.read_text(encoding="utf-8").split(BETWEEN):
                connection.exec_driver_sql(statement)
        if not _is_newest(connection):
            apply_migrations(connection)


def apply_migrations(connection: Connection) -> None:
    """Apply every migration that was not, one after the other."""
    from armillary.migrations.alembic_parts import command

    command.upgrade(_config(connection), "head")


def is_current(database: Database) -> bool:
    """Whether every migration has been applied."""
    with database.engine.connect() as connection:
        return _is_newest(connection)


def _is_newest(connection: Connection) -> bool:
    if not sa.inspect(connection).has_table(_VERSIONS.name):
        return False
    return list(connection.scalars(sa.select(_VERSIONS.c.version_num))) == [newest()]


@cache
def newest() -> str:
    """Give the newest revision that this version of the program knows: no other follows it."""
    known, followed = set(), set()
    for file in (_FOLDER / "versions").glob("*.py"):
        named = dict(_NAMED.findall(file.read_text(encoding="utf-8")))
        known.add(named["revision"])
        followed.add(named.get("down_revision"))
    (last,) = known - followed
    return str(last)


def differences(database: Database) -> list[object]:
    """Give what a migration would still change: empty where models and database agree."""
    from armillary.migrations.alembic_parts import MigrationContext, compare_metadata

    metadata = load_tables()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def write_revision(database: Database, message: str, revision: str) -> None:
    """Write the next revision file from what the models have and the database lacks."""
    from armillary.migrations.alembic_parts import command

    with _alone(database) as connection:
        command.revision(_config(connection), message, autogenerate=True, rev_id=revision)


def _config(connection: Connection | None = None) -> "Config":
    from armillary.migrations.alembic_parts import Config

    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _alone(database: Database) -> Iterator[Connection]:
    # SQLite's BEGIN IMMEDIATE keeps other writers out by itself.
    with database.engine.begin() as connection:
        if not database.is_sqlite:
            connection.execute(sa.text(f"select pg_advisory_xact_lock({_ADVISORY_LOCK})"))
        yield connection
