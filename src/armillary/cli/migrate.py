"""`armillary migrate`: bring the database to the newest shape."""

from typing import Annotated

import typer

from armillary.cli.exits import Exit
from armillary.cli.options import AsJson, DataDir, load_settings
from armillary.cli.screen import print_json, print_note

PANEL = "Operation"


def migrate(
    check: Annotated[
        bool, typer.Option("--check", help="Only say whether migrations are due (exit code 1).")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Bring the database to the newest shape.

    The server does this by itself when it starts; several processes may at once.

    [bold]Examples[/]

      armillary migrate
      armillary migrate --check
    """
    from armillary import migrations
    from armillary.base.database import Database

    database = Database(load_settings(data_dir).database_address)
    try:
        was_current = migrations.is_current(database)
        if not check and not was_current:
            migrations.upgrade(database)
    finally:
        database.dispose()
    is_current = was_current or not check
    if as_json:
        print_json({"current": is_current, "changed": not check and not was_current})
    elif was_current:
        print_note("The database has the newest shape.")
    else:
        print_note("Migrations are due." if check else "The database now has the newest shape.")
    if not is_current:
        raise typer.Exit(Exit.FAILED)
