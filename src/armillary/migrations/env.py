"""How Alembic runs our migrations: on the connection that it is handed."""

from typing import Literal

from alembic import context

from armillary.base.database import Json, UtcDateTime
from armillary.migrations import load_tables


def render_item(kind: str, thing: object, _context: object) -> str | Literal[False]:
    """Write our own column types as what they are in the database; leave the rest to Alembic."""
    if kind == "type" and isinstance(thing, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(thing, Json):
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=load_tables(),
    compare_type=True,
    render_item=render_item,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    # One transaction around everything, begun by the caller.
    transactional_ddl=False,
)
context.run_migrations()
