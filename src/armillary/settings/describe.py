"""What is known of each setting, for documentation and the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import AliasChoices, BaseModel


@dataclass(frozen=True)
class SettingText:
    """One setting as people see it."""

    field: str
    name: str
    aliases: tuple[str, ...]
    default: Any
    text: str
    group: str
    is_secret: bool


def describe(group: type[BaseModel]) -> Iterator[SettingText]:
    """Give the settings of one group in the order they are declared."""
    title = (group.__doc__ or group.__name__).strip().split("\n")[0].rstrip(".")
    for field, info in group.model_fields.items():
        alias = info.validation_alias
        assert isinstance(alias, AliasChoices)
        names = [str(choice) for choice in alias.choices]
        extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
        yield SettingText(
            field=field,
            name=names[0],
            aliases=tuple(names[1:]),
            default=info.default,
            text=info.description or "",
            group=title,
            is_secret=bool(extra.get("secret")),
        )
