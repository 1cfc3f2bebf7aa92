"""Statements that were compiled for SQLite, shared by all databases of a process and its forks.

Compiling takes longer than most statements run. SQLAlchemy remembers what it has compiled by its
dialect, of which each engine has one of its own; here all of a process count as the same one.
"""

from functools import cache
from typing import Any

from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import URL
from sqlalchemy.util import LRUCache

_STATEMENTS = 1_000
_NAME = "sqlite+shared"


class SharedSqlite(SQLiteDialect_pysqlite):
    """SQLite by Python's own driver; what one instance compiles any other can run."""

    supports_statement_cache = True

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self)

    def __hash__(self) -> int:
        return hash(type(self))


registry.register("sqlite.shared", __name__, SharedSqlite.__name__)


def sharing(url: URL) -> URL:
    """Give the address of an SQLite database for an engine that shares what it compiles."""
    return url.set(drivername=_NAME)


@cache
def statements() -> LRUCache[Any, Any]:
    """Give what was compiled in this process, or in the one that it was forked from."""
    return LRUCache(_STATEMENTS)
