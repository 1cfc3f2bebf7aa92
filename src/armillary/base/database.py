"""The database: one engine, read-only transactions and units of work.

Reads run in deferred, query-only transactions; only a unit of work takes SQLite's write lock, and
takes it at its start, so that two writers wait for each other instead of failing. No other module
commits.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, ClassVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.pool import QueuePool
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeEngine

from armillary.base import compiled
from armillary.base.changes import Changes
from armillary.base.turns import WritersTurn

POOL_SIZE = 16
BUSY_TIMEOUT_MS = 10_000
Hook = Callable[[Session], None]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(sa.TypeDecorator[datetime]):
    """A time that always carries UTC, also where the database forgets zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Store UTC; a time without zone is refused, since nobody knows what it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored time needs a zone; got one without")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        """Give the time back with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(sa.TypeDecorator[Any]):
    """A JSON column: text in SQLite, JSONB in PostgreSQL.

    Not a variant of a type: that would load PostgreSQL's dialect, 2 MB that SQLite has no use for.
    """

    impl = sa.JSON
    cache_ok = True
    hashable = False

    def __init__(self, none_as_null: bool = False) -> None:
        super().__init__(none_as_null=none_as_null)
        self.none_as_null = none_as_null
        self.should_evaluate_none = not none_as_null

    def load_dialect_impl(self, dialect: sa.Dialect) -> TypeEngine[Any]:
        """Choose what the database has."""
        if dialect.name != "postgresql":
            return dialect.type_descriptor(self.impl_instance)
        from sqlalchemy.dialects.postgresql import JSONB

        return dialect.type_descriptor(JSONB(none_as_null=self.none_as_null))

    def coerce_compared_value(self, op: OperatorType | None, value: Any) -> Any:
        """Leave it to JSON what a key or a value in a comparison is."""
        return self.impl_instance.coerce_compared_value(op, value)


def insert_for(dialect: str) -> Any:
    """Give the ``insert`` of a database, which knows ``ON CONFLICT``."""
    if dialect == "sqlite":
        return sqlite.insert
    from sqlalchemy.dialects import postgresql

    return postgresql.insert


Key = Annotated[str, mapped_column(sa.String(64))]


class Base(DeclarativeBase):
    """The parent of every table."""

    metadata = sa.MetaData(naming_convention=NAMING)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        dict[str, Any]: Json,
        list[Any]: Json,
        list[str]: Json,
    }


class WorkspaceRow:
    """What every row that people own has: the workspace it belongs to."""

    workspace_id: Mapped[str] = mapped_column(sa.String(64), index=True)


class Database:
    """One database, opened once per process.

    ``url`` is an SQLAlchemy address with a synchronous driver. SQLite files are opened in WAL mode
    with full synchronisation, and their folder is made.
    """

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self.url: URL = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._file.parent.mkdir(parents=True, exist_ok=True)
        self.engine = self._make_engine(pool_size)
        self._reading = self._make_reading_engine(pool_size)
        self.changes = Changes(self._file if self.is_sqlite else None)
        self.info: dict[str, Any] = {}
        """What every session of this database carries along as ``session.info``."""

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a read-only transaction; an attempt to write in it raises."""
        with Session(
            self._reading, expire_on_commit=False, autoflush=False, info=dict(self.info)
        ) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a unit of work: all of it is committed at the end, or nothing where it raises.

        Hooks of `before_commit` run last inside the transaction, those of `after_commit` once it
        is durable.
        """
        with Session(self.engine, expire_on_commit=False, info=dict(self.info)) as session:
            yield session
            self._commit(session)

    def _commit(self, session: Session) -> None:
        hooks = session.info.setdefault("before_commit", {})
        while hooks:
            # Taken out first: a hook may lead to what another one has to look at again.
            hooks.pop(next(iter(hooks)))(session)
        session.commit()
        for hook in session.info.pop("after_commit", ()):
            hook(session)

    def create_all(self) -> None:
        """Make every table that the models name; for tests, migrations do it elsewhere."""
        Base.metadata.create_all(self.engine)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
        self._reading.dispose()
        self.changes.close()

    @property
    def _file(self) -> Path:
        if not self.url.database or self.url.database == ":memory:":
            raise ValueError(f"an SQLite database needs a file; got {self.url}")
        return Path(self.url.database)

    def _make_engine(self, pool_size: int) -> sa.Engine:
        if not self.is_sqlite:
            # A connection killed by the server's restart is replaced instead of failing a request.
            engine = sa.create_engine(
                self.url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True
            )
            event.listen(engine, "connect", _prepare_postgresql)
            return engine
        engine = self._make_sqlite_engine(pool_size)
        event.listen(engine, "connect", _prepare_sqlite)
        turn = WritersTurn(self._file, BUSY_TIMEOUT_MS / 1000)
        event.listen(engine, "begin", turn.begin)
        # Checked in comes after committed or rolled back.
        event.listen(engine, "checkin", turn.end)
        event.listen(engine, "invalidate", turn.end)
        return engine

    def _make_reading_engine(self, pool_size: int) -> sa.Engine:
        if not self.is_sqlite:
            return self.engine.execution_options(postgresql_readonly=True)
        engine = self._make_sqlite_engine(pool_size)
        event.listen(engine, "connect", _prepare_sqlite_for_reading)
        event.listen(engine, "begin", _begin_deferred)
        return engine

    def _make_sqlite_engine(self, pool_size: int) -> sa.Engine:
        return sa.create_engine(
            compiled.sharing(self.url),
            poolclass=QueuePool,
            pool_size=pool_size,
            max_overflow=0,
            connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
            execution_options={"compiled_cache": compiled.statements()},
        )


def before_commit(session: Session, key: str, hook: Hook) -> None:
    """Run a hook last in the transaction; a second one under the same key is ignored."""
    session.info.setdefault("before_commit", {}).setdefault(key, hook)


def after_commit(session: Session, hook: Hook) -> None:
    """Run a hook once the unit of work is durable; it must neither write nor fail."""
    session.info.setdefault("after_commit", []).append(hook)


def _prepare_postgresql(connection: Any, _record: object) -> None:
    # What is asked here takes milliseconds, which is less than helping processes take to begin, and
    # pages of an index are as near as any: its disk is none that turns, or it is in memory.
    connection.autocommit = True
    with connection.cursor() as cursor:
        cursor.execute("SET max_parallel_workers_per_gather = 0; SET random_page_cost = 1.1")
    connection.autocommit = False


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # SQLAlchemy shall say when a transaction begins, and of which kind.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _prepare_sqlite_for_reading(connection: sqlite3.Connection, record: object) -> None:
    _prepare_sqlite(connection, record)
    connection.execute("PRAGMA query_only=ON")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")
