"""What makes an empty SQLite file a new database: the whole of what the migrations leave of one."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa

from armillary.base.database import Database
from armillary.migrations import BETWEEN, NEW_SQLITE, apply_migrations


def generate() -> Iterator[tuple[Path, str]]:
    """Give the statements."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/new.db")
        try:
            with database.engine.begin() as connection:
                apply_migrations(connection)
                yield NEW_SQLITE, BETWEEN.join(_statements(connection)) + "\n"
        finally:
            database.dispose()


def _statements(connection: sa.Connection) -> Iterator[str]:
    """Give what makes tables, indexes and views, then their rows: the version, and nothing else."""
    # Alembic makes the indexes of a table that it copies in any order.
    yield from connection.scalars(
        sa.text(
            "select sql from sqlite_master where sql is not null order by "
            "type = 'view', type = 'index', iif(type = 'index', name, ''), rowid"
        )
    )
    known = sa.MetaData()
    known.reflect(connection)
    for table in known.sorted_tables:
        for row in connection.execute(sa.select(table)):
            if table.name != "alembic_version":
                raise ValueError(f"the migrations leave a row in {table.name}: {row}")
            insert = sa.insert(table).values(**row._mapping)
            yield str(insert.compile(connection, compile_kwargs={"literal_binds": True}))
