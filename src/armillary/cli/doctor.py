"""`armillary doctor`: what is found, where it is, and whether all is well."""

from typing import Annotated

import typer

from armillary.cli.exits import Exit
from armillary.cli.options import AsJson, DataDir, hushed, load_settings
from armillary.cli.screen import out, print_json, print_table

PANEL = "Operation"
_MARKS = {"ok": "[green]ok[/]", "warn": "[yellow]warn[/]", "fail": "[bold red]fail[/]"}


def doctor(
    everything: Annotated[
        bool, typer.Option("--all", help="List every single thing found, and its module.")
    ] = False,
    data_dir: DataDir = None,
    as_json: AsJson = False,
) -> None:
    """Check what Armillary stands on and list what it has found; exit code 1 where a check fails.

    [bold]Examples[/]

      armillary doctor
      armillary doctor --all
      armillary doctor --json | jq '.checks[] | select(.level != "ok")'
    """
    from armillary.base.logging import configure
    from armillary.cli.checks import examine
    from armillary.cli.found import find_everything

    settings = load_settings(data_dir)
    configure(hushed(settings, "error"))
    findings = list(examine(settings))
    registered = list(find_everything())
    if as_json:
        print_json(
            {
                "checks": [finding.to_wire() for finding in findings],
                "found": [vars(item) for item in registered],
            }
        )
    else:
        for finding in findings:
            out.print(f"{_MARKS[finding.level]:>4}  [bold]{finding.name}[/]  ", end="")
            out.print(f"{finding.found}  {finding.advice}".rstrip(), markup=False)
        out.print()
        kinds = dict.fromkeys(item.kind for item in registered)
        if everything:
            print_table(
                ("kind", "id", "where"), [(one.kind, one.id, one.where) for one in registered]
            )
        else:
            for kind in kinds:
                names = [item.id for item in registered if item.kind == kind]
                shown = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
                out.print(f"[bold]{len(names)}[/] {kind}: ", end="")
                out.print(shown, markup=False)
    if any(finding.level == "fail" for finding in findings):
        raise typer.Exit(Exit.FAILED)
