"""The command: a reference page with every verb's help, as the terminal shows it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from armillary.cli.exits import MEANINGS
from armillary.cli.program import program
from documents._pages import REFERENCE, page, table

# Boxes are drawn as wide as the terminal, which is different everywhere.
_ENVIRONMENT = {"COLUMNS": "90", "TERM": "dumb", "NO_COLOR": "1", "LANG": "C.UTF-8"}


def generate() -> Iterator[tuple[Path, str]]:
    """Give the page."""
    codes = table(("code", "means"), [(code.value, text) for code, text in MEANINGS.items()])
    parts = ["## armillary", _help([]), "## Exit codes", codes]
    for path in _verbs(get_command(program)):
        parts += [f"## armillary {' '.join(path)}", _help(path)]
    yield REFERENCE / "cli.md", page("Command line", *parts)


def _verbs(command: Any, path: tuple[str, ...] = ()) -> Iterator[list[str]]:
    for name, child in getattr(command, "commands", {}).items():
        if hasattr(child, "commands"):
            yield from _verbs(child, (*path, name))
        else:
            yield [*path, name]


def _help(path: list[str]) -> str:
    command = [sys.executable, "-m", "armillary", *path, "--help"]
    answer = subprocess.run(
        command, env=_ENVIRONMENT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    lines = [line.rstrip() for line in answer.stdout.strip("\n").splitlines()]
    return "\n".join(["```text", *lines, "```"])
