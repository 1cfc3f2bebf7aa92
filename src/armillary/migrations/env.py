"""How Alembic runs our migrations: on the connection that it is handed."""

from alembic import context

from armillary.migrations import load_tables

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=load_tables(),
    compare_type=True,
    # SQLite changes a table by copying it.
    render_as_batch=True,
    # One transaction around everything, begun by the caller.
    transactional_ddl=False,
)
context.run_migrations()
