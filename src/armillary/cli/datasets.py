"""`armillary datasets`: the tables of a data folder, listed, imported and shown."""

from pathlib import Path
from typing import Annotated, Any

import typer

from armillary.cli.options import AsJson, DataDir, Read, load_settings
from armillary.cli.screen import print_json, print_note, print_table, print_warning

PANEL = "Models"

program = typer.Typer(
    help="List, import and show the tables of a data folder; no server is needed.",
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@program.command("list")
def list_tables(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the tables, newest first.

    [bold]Examples[/]

      armillary datasets list
      armillary datasets list --json | jq -r .datasets[].id
    """
    from armillary.cli.tables import list_datasets

    found = list_datasets(load_settings(data_dir))
    if as_json:
        print_json({"datasets": found})
        return
    rows = [(one["id"], one["name"], one["state"], one["rows"], one["columns"]) for one in found]
    print_table(("id", "name", "state", "rows", "columns"), rows)


@program.command("import")
def import_tables(
    files: Annotated[
        list[Path],
        typer.Argument(
            help="Tables in any format that the page imports.", exists=True, dir_okay=False
        ),
    ],
    read: Read = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Import files, as an upload on the page does, and tell what is odd about them.

    [bold]Examples[/]

      armillary datasets import houses.csv
      armillary datasets import *.csv --data-dir ./data
      armillary datasets import codes.txt --read delimiter=tab --read types.code=str
    """
    from armillary.cli.reading import parse_reading
    from armillary.cli.tables import import_files

    imported = import_files(
        load_settings(data_dir), files, reading=parse_reading(read), quiet=as_json
    )
    if as_json:
        print_json({"datasets": imported})
        return
    for one in imported:
        print_note(f"{one['id']}  {one['name']}: {one['rows']} rows, {one['columns']} columns")
        for warning in one["warnings"]:
            print_warning(warning)


@program.command("show")
def show_table(
    dataset: Annotated[str, typer.Argument(help="Its id.")],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Show a table's columns with their types, gaps and examples.

    [bold]Examples[/]

      armillary datasets show ds_01k…
    """
    from armillary.cli.tables import get_dataset

    found = get_dataset(load_settings(data_dir), dataset)
    if as_json:
        print_json(found)
        return
    title = f"{found['name']}: {found['rows']} rows, {found['columns']} columns"
    print_table(
        ("column", "type", "missing", "distinct", "from", "to", "examples"),
        [_column(column) for column in found["schema"]],
        title=title,
    )
    for warning in found["warnings"]:
        print_warning(warning)


def _column(column: dict[str, Any]) -> tuple[object, ...]:
    examples = ", ".join(str(example) for example in (column["examples"] or ())[:3])
    facts = (column[key] for key in ("name", "type", "missing", "distinct", "minimum", "maximum"))
    return (*facts, examples)
