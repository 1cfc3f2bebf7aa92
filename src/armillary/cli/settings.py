"""`armillary settings`: every setting, what it is now, and where that comes from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from armillary.cli.options import AsJson, load_settings
from armillary.cli.screen import out, print_json, print_table

if TYPE_CHECKING:
    from armillary.settings import Settings
    from armillary.settings.describe import SettingText

PANEL = "Operation"


def settings(
    word: Annotated[
        str | None, typer.Argument(help="Show only settings whose name or text has this word.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show every setting with its value now; values that are secret are hidden.

    [bold]Examples[/]

      armillary settings
      armillary settings upload
      ARMILLARY_PORT=9000 armillary settings port --json
    """
    current = load_settings()
    shown = [one for one in _all() if word is None or _has(one, word)]
    if as_json:
        print_json({one.name: _value(current, one) for one in shown})
        return
    for title in dict.fromkeys(one.group for one in shown):
        rows = [
            (one.name, _text(_value(current, one)), one.text) for one in shown if one.group == title
        ]
        print_table(("setting", "now", "what it does"), rows, title=title)
        out.print()


def _all() -> list[SettingText]:
    from armillary.settings import GROUPS
    from armillary.settings.describe import describe

    return [one for group in GROUPS for one in describe(group)]


def _has(one: SettingText, word: str) -> bool:
    return word.lower() in f"{one.name} {one.text} {' '.join(one.aliases)}".lower()


def _value(current: Settings, one: SettingText) -> Any:
    value = getattr(current, one.field)
    if one.is_secret and value:
        return "hidden"
    return str(value) if hasattr(value, "parts") else value


def _text(value: Any) -> str:
    if value in ("", None, ()):
        return ""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
