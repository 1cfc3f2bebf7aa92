"""What a server has loaded once it is up: nothing that it needed only to get there."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command

from armillary.base.database import Database
from armillary.migrations import _alone, _config
from armillary.settings import Settings

SCRIPT = """
import sys
from pathlib import Path
from armillary.base.database import Database
from armillary.cli.server import _migrate_aside
from armillary.migrations import is_current
from armillary.settings import Settings
settings = Settings(data_dir=Path(sys.argv[1]))
_migrate_aside(settings)
print(is_current(Database(settings.database_address)), "alembic" in sys.modules)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the server migrates by itself")
def test_migrating_leaves_nothing_in_the_server(tmp_path: Path) -> None:
    database = Database(Settings(data_dir=tmp_path).database_address)
    with _alone(database) as connection:
        command.upgrade(_config(connection), "0180")
    database.dispose()
    command_line = [sys.executable, "-c", SCRIPT, str(tmp_path)]

    done = subprocess.run(command_line, capture_output=True, text=True, timeout=60, check=True)

    assert done.stdout.split() == ["True", "False"]
