"""`armillary doctor`: what is found, where it is, and whether all is well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from armillary.cli.exits import Exit
from armillary.cli.options import AsJson, DataDir, hushed, load_settings
from armillary.cli.screen import escape, out, print_json, print_table

if TYPE_CHECKING:
    from armillary.cli.checks import Finding
    from armillary.cli.found import Registered

PANEL = "Operation"
_COLOURS = {"ok": "green", "warn": "yellow", "fail": "bold red"}
_MOST_NAMES = 8


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
        _print_findings(findings)
        _print_found(registered, everything=everything)
    if any(finding.level == "fail" for finding in findings):
        raise typer.Exit(Exit.FAILED)


def _print_findings(findings: Sequence[Finding]) -> None:
    for finding in findings:
        colour, padded = _COLOURS[finding.level], f"{finding.level:<4}"
        out.print(f"[{colour}]{padded}[/]  [bold]{finding.name:<12}[/] {escape(finding.found)}")
        if finding.advice:
            out.print(f"{'':<19}{escape(finding.advice)}")


def _print_found(registered: Sequence[Registered], *, everything: bool) -> None:
    out.print()
    if everything:
        print_table(("kind", "id", "where"), [(one.kind, one.id, one.where) for one in registered])
        return
    for kind in dict.fromkeys(one.kind for one in registered):
        names = [one.id for one in registered if one.kind == kind]
        shown = ", ".join(names[:_MOST_NAMES]) + (" …" if len(names) > _MOST_NAMES else "")
        out.print(f"{len(names):>4}  [bold]{kind:<12}[/] {escape(shown)}")
