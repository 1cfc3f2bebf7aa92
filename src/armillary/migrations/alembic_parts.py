"""What is used of Alembic, without what colours the errors of its templates."""

from armillary.base.lean import missing

with missing("pygments"):
    from alembic import command
    from alembic.autogenerate import compare_metadata
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.script import ScriptDirectory

__all__ = ["Config", "MigrationContext", "ScriptDirectory", "command", "compare_metadata"]
