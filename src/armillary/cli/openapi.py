"""`armillary openapi`: the description of the API that types are made from."""

import json
from pathlib import Path
from typing import Annotated

import typer

from armillary.cli.screen import print_note

PANEL = "Operation"


def openapi(
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="File to write instead of the terminal.")
    ] = None,
) -> None:
    """Print the OpenAPI description of the server as JSON; nothing is started or opened.

    [bold]Examples[/]

      armillary openapi > openapi.json
      armillary openapi -o web/openapi.json
    """
    text = describe_api()
    if output is None:
        typer.echo(text, nl=False)
    else:
        output.write_text(text, encoding="utf-8")
        print_note(f"Wrote {output}.")


def describe_api() -> str:
    """Give the description, with sorted keys so that equal descriptions are equal text."""
    import tempfile

    from armillary.app import create_app
    from armillary.settings import Settings

    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder), log_level="error"))
        return json.dumps(app.openapi(), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
