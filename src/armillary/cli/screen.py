"""What the terminal shows: people read it on standard error and output, scripts read JSON."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

from armillary.base.values import to_json
from armillary.report.scale import is_figure, number

out = Console(highlight=False, soft_wrap=True)
"""Where results go."""

err = Console(stderr=True, highlight=False, soft_wrap=True)
"""Where progress, notes and errors go, so that a pipe carries results alone."""


def print_json(value: Any) -> None:
    """Print one JSON document on one line."""
    sys.stdout.write(to_json(value).decode() + "\n")
    sys.stdout.flush()


def print_error(message: str, errors: Iterable[Mapping[str, Any]] | None = None) -> None:
    """Say what went wrong, and where in the input if that is known."""
    err.print(f"[bold red]Error:[/] {escape(message)}")
    for item in errors or ():
        told = str(item.get("msg", ""))
        if told not in message:
            place = ".".join(str(part) for part in item.get("loc", ()))
            err.print(f"  [bold]{escape(place)}[/] {escape(told)}")


def print_note(message: str) -> None:
    """Say something beside the result."""
    err.print(escape(message))


def print_warning(message: str) -> None:
    """Say something that deserves a look."""
    err.print(f"[yellow]Warning:[/] {escape(message)}")


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Print rows under headings; numbers stand right."""
    kept = [tuple(row) for row in rows]
    table = Table(title=escape(title) or None, title_justify="left", title_style="bold")
    for index, name in enumerate(columns):
        is_number = any(is_figure(row[index]) for row in kept)
        table.add_column(escape(name), justify="right" if is_number else "left", overflow="fold")
    for row in kept:
        table.add_row(*(escape(number(value)) for value in row))
    out.print(table)


def escape(text: str) -> str:
    """Keep brackets in foreign text from being read as colours."""
    return text.replace("[", "\\[")
