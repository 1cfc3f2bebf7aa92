"""Where settings are read from: the shell, then ``.env`` files."""

import difflib
import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pydantic import AliasChoices, BaseModel
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource
from pydantic_settings.sources import PydanticBaseSettingsSource

from armillary.settings.fields import PREFIX

# Shells set these for their own purposes, so a value counts only where `.env` names it.
IGNORED_FROM_SHELL = frozenset({"host", "device"})
# Read by scripts and tests around the product, never by the product itself.
OUTSIDE_NAMES = frozenset(
    {
        "ARMILLARY_PYTHON",
        "ARMILLARY_TEST_DATA",
        "ARMILLARY_TEST_EVERY_FILE",
        "ARMILLARY_TEST_ROTATION",
    }
)


class UnknownSetting(ValueError):
    """The environment names an ``ARMILLARY_`` setting that does not exist."""


class ShellSource(EnvSettingsSource):
    """The real environment, without the names that shells set for themselves."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        variables = super()._load_env_vars()
        return {name: value for name, value in variables.items() if name not in IGNORED_FROM_SHELL}


def sources(
    kind: type[BaseSettings], given: PydanticBaseSettingsSource, files: Sequence[Path]
) -> tuple[PydanticBaseSettingsSource, ...]:
    """Give the sources in order: values handed in, the shell, the files (the first one wins)."""
    # pydantic-settings lets later files win.
    reading = DotEnvSettingsSource(kind, env_file=list(reversed(files)))
    return given, ShellSource(kind), reading


def names_of(kind: type[BaseModel]) -> list[str]:
    """Give every name that some setting of a class is read from."""
    names: list[str] = []
    for field in kind.model_fields.values():
        if isinstance(field.validation_alias, AliasChoices):
            names.extend(name for name in field.validation_alias.choices if isinstance(name, str))
    return names


def first_name(kind: type[BaseModel], field_name: str) -> str:
    """Give the name that a setting is read from first."""
    alias = kind.model_fields[field_name].validation_alias
    assert isinstance(alias, AliasChoices)
    return str(alias.choices[0])


def refuse_unknown_names(kind: type[BaseModel], files: Iterable[Path]) -> None:
    """Stop with the nearest name where an ``ARMILLARY_`` name is not one of ours.

    Looks at the environment and at the given ``.env`` files; raises `UnknownSetting`.
    """
    known = {name for name in names_of(kind) if name.startswith(PREFIX)} | OUTSIDE_NAMES
    for name in [*os.environ, *_names_in(files)]:
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.0)[0]
            raise UnknownSetting(f"There is no setting {name}; did you mean {nearest}?")


def _names_in(files: Iterable[Path]) -> list[str]:
    lines = [line for file in files if file.is_file() for line in file.read_text().splitlines()]
    names = [line.removeprefix("export ").split("=", 1)[0].strip() for line in lines if "=" in line]
    return [name for name in names if not name.startswith("#")]
