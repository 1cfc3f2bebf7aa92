"""`armillary models`: the models of a data folder, listed, brought in and taken along."""

from pathlib import Path
from typing import Annotated

import typer

from armillary.cli.options import AsJson, DataDir, load_settings
from armillary.cli.screen import print_json, print_note, print_table

PANEL = "Models"

program = typer.Typer(
    help=(
        "List models, bring in and take along; no server is needed.\n\n"
        "[bold]Examples[/]\n\n"
        "  armillary models list\n\n"
        "  armillary models import forest.pkl\n\n"
        "  armillary models export model_… --format onnx"
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
)


@program.command("list")
def list_models(data_dir: DataDir = None, as_json: AsJson = False) -> None:
    """List the models, newest first.

    [bold]Examples[/]

      armillary models list
      armillary models list --json | jq -r .models[].id
    """
    from armillary.cli.travelling import stored_models

    found = stored_models(load_settings(data_dir))
    if as_json:
        print_json({"models": found})
        return
    rows = [(one["id"], one["name"], one["algorithm_name"], one["target"]) for one in found]
    print_table(("id", "name", "algorithm", "predicts"), rows)


@program.command("import")
def import_models(
    files: Annotated[
        list[Path],
        typer.Argument(help="Models that were trained elsewhere.", exists=True, dir_okay=False),
    ],
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Bring models in: each is opened in isolation, converted, and proven to say the same.

    [bold]Examples[/]

      armillary models import churn.joblib
      armillary models import net.pt forest.pkl --data-dir ./data
    """
    from armillary.cli.travelling import bring_files

    brought = bring_files(load_settings(data_dir), files, quiet=as_json)
    if as_json:
        print_json({"models": brought})
        return
    for one in brought:
        facts = one["brought"]
        print_note(f"{one['id']}  {one['name']}: {facts['framework']}, {facts['made_of']}")
        for note in facts["notes"]:
            print_note(f"  {note}")


@program.command("export")
def export_model(
    model: Annotated[
        str, typer.Argument(help="A bundle (folder or .zip), or a model's id with --data-dir.")
    ],
    form: Annotated[
        str, typer.Option("--format", "-f", help="onnx, native, safetensors or project.")
    ] = "onnx",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", dir_okay=False, help="The file to write.")
    ] = None,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Take a model along in another form; it is proven before it is written.

    [bold]Examples[/]

      armillary models export iris-random_forest.zip --format onnx
      armillary models export model_01k… --format project -o iris.zip --data-dir ./data
    """
    from armillary.cli.travelling import export_to

    written = export_to(model, form, output, data_dir)
    if as_json:
        print_json({"model": model, "format": form, "file": str(written)})
        return
    print_note(f"Wrote {written}.")
