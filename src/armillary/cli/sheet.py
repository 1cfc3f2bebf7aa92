"""`armillary sheet`: what is to be known of a run, as one file."""

from pathlib import Path
from typing import Annotated

import typer

from armillary.cli.options import DataDir

PANEL = "Models"


def sheet(
    run: Annotated[str, typer.Argument(help="The id of a run, or of the model that it left.")],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            dir_okay=False,
            help="The file to write: .html, .md or .pdf (default: HTML beside you).",
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Write the sheet of a run: data, guard, scores with intervals, limits, and how to repeat it.

    HTML needs no script and no network, and prints on A4. A PDF is printed by Chromium, if there is
    one. The same data and seed give the same sheet, but for ids and times.

    [bold]Examples[/]

      armillary sheet job_01k… --data-dir ./data
      armillary sheet model_01k… -o houses.pdf --data-dir ./data
    """  # fmt: skip
    from armillary.cli.options import load_settings
    from armillary.cli.run_report import write_sheet
    from armillary.cli.screen import print_note
    from armillary.cli.workshop import open_workshop

    file = output or Path(f"{run}.html")
    with open_workshop(load_settings(data_dir)) as shop:
        write_sheet(shop, run, file)
    print_note(f"Sheet: {file}")
