"""`armillary models`: the models of a data folder, listed, registered, brought in, taken along."""

from pathlib import Path
from typing import Annotated

import typer

from armillary.cli import registry
from armillary.cli.options import AsJson, DataDir, load_settings
from armillary.cli.screen import print_json, print_note, print_table

PANEL = "Models"

program = typer.Typer(
    help=(
        "List models, register, compare, bring in and take along; no server is needed.\n\n"
        "[bold]Examples[/]\n\n"
        "  armillary models list\n\n"
        "  armillary models import forest.pkl\n\n"
        "  armillary models export model_… --format onnx\n\n"
        "  armillary models register model_… churn\n\n"
        "  armillary models stage churn/2 production --note 'better AUC'"
    ),
    no_args_is_help=True,
    rich_markup_mode="rich",
)


registry.add_to(program)


@program.command("list")
def list_models(
    name: Annotated[
        str | None, typer.Option("--name", help="Only versions of this registered name.")
    ] = None,
    archived: Annotated[bool, typer.Option("--archived", help="Those put away, too.")] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """List the models, newest first, with their versions, stages and tags.

    [bold]Examples[/]

      armillary models list
      armillary models list --name churn --archived
      armillary models list --json | jq -r .models[].id
    """
    from armillary.cli.travelling import stored_models

    found = stored_models(load_settings(data_dir), name, archived=archived)
    if as_json:
        print_json({"models": found})
        return
    print_table(
        ("id", "name", "algorithm", "predicts", "version", "stage", "tags"),
        [
            (
                *(one["id"], one["name"], one["algorithm_name"], one["target"]),
                *(registry.version_of(one), registry.stage_of(one), ", ".join(one["tags"])),
            )
            for one in found
        ],
    )


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
        str, typer.Option("--format", "-f", help="onnx, native, safetensors, project or bundle.")
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
