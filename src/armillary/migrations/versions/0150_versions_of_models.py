"""Names of models with versions, stages and aliases; tags, archives, cards and moves."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0150"
down_revision = "0140"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
IN_PRODUCTION = sa.text("stage = 'production'")


def upgrade() -> None:
    """Go forward."""
    with op.batch_alter_table("models", schema=None) as batch_op:
        batch_op.add_column(sa.Column("registered_name", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column("stage", sa.String(length=16), nullable=False, server_default="none")
        )
        for name in ("aliases", "tags"):
            batch_op.add_column(sa.Column(name, JSON, nullable=False, server_default="[]"))
        batch_op.add_column(sa.Column("archived_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("parent_id", sa.String(length=64), nullable=True))
        batch_op.create_index(batch_op.f("ix_models_parent_id"), ["parent_id"], unique=False)
        batch_op.create_index(
            "uq_models_number", ["workspace_id", "registered_name", "number"], unique=True
        )
        batch_op.create_index(
            "uq_models_production",
            ["workspace_id", "registered_name"],
            unique=True,
            sqlite_where=IN_PRODUCTION,
            postgresql_where=IN_PRODUCTION,
        )
    op.create_table(
        "model_names",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("description", sa.String(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("aliases", JSON, nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_names")),
        sa.UniqueConstraint("workspace_id", "name", name="uq_model_names_name"),
    )
    op.create_table(
        "model_cards",
        sa.Column("model_id", sa.String(length=64), nullable=False),
        sa.Column("sections", JSON, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_by", JSON, nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("model_id", name=op.f("pk_model_cards")),
    )
    op.create_table(
        "model_moves",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("model_id", sa.String(length=64), nullable=False),
        sa.Column("registered_name", sa.String(length=100), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("before", sa.String(), nullable=True),
        sa.Column("after", sa.String(), nullable=True),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("by", JSON, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("workspace_id", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_moves")),
    )
    for table, columns in _INDEXED.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            for column in columns:
                batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def downgrade() -> None:
    """Go back."""
    for table in _INDEXED:
        op.drop_table(table)
    with op.batch_alter_table("models", schema=None) as batch_op:
        for index in ("uq_models_production", "uq_models_number", "ix_models_parent_id"):
            batch_op.drop_index(index)
        for column in _ADDED:
            batch_op.drop_column(column)


_INDEXED = {
    "model_moves": ("model_id", "registered_name", "workspace_id"),
    "model_cards": ("workspace_id",),
    "model_names": ("workspace_id",),
}
_ADDED = ("registered_name", "number", "stage", "aliases", "tags", "archived_at", "parent_id")
