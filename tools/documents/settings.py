"""The settings: a reference page and ``.env.example``."""

from collections.abc import Iterator
from pathlib import Path

from armillary.settings import GROUPS
from armillary.settings.describe import SettingText, describe
from documents._pages import REFERENCE, ROOT, page, table


def generate() -> Iterator[tuple[Path, str]]:
    """Give both files."""
    groups = {
        settings[0].group: settings for group in GROUPS if (settings := list(describe(group)))
    }
    yield REFERENCE / "settings.md", _page(groups)
    yield ROOT / ".env.example", _example(groups)


def _page(groups: dict[str, list[SettingText]]) -> str:
    parts = [
        "Every setting is read from the environment or from a file `.env`, first from its own "
        "name, then from the other names beside it. Several values are written with commas. "
        "See [the guide](../guide/settings.md)."
    ]
    for title, settings in groups.items():
        rows = [
            (
                f"`{one.name}`",
                f"`{_default(one)}`" if _default(one) else "",
                one.text,
                ", ".join(f"`{alias}`" for alias in one.aliases),
            )
            for one in settings
        ]
        parts += [
            f"## {title}",
            table(("setting", "default", "what it does", "also read from"), rows),
        ]
    return page("Settings", *parts)


def _example(groups: dict[str, list[SettingText]]) -> str:
    lines = ["# Copy to .env and change what you need. Written by `make generated`."]
    for title, settings in groups.items():
        lines += ["", f"# == {title}"]
        for one in settings:
            lines += ["", f"# {one.text}", f"#{one.name}={_default(one)}"]
    return "\n".join(lines) + "\n"


def _default(one: SettingText) -> str:
    value = one.default
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    return ",".join(map(str, value)) if isinstance(value, tuple) else str(value)
