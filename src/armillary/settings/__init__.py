"""Every setting of the server, in one frozen class; the only reader of the environment."""

from pathlib import Path
from typing import Any, Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from armillary.settings.astronomy import Astronomy
from armillary.settings.bringing import Bringing
from armillary.settings.limits import Limits
from armillary.settings.people import People
from armillary.settings.places import Places
from armillary.settings.reach import Reach
from armillary.settings.reading import UnknownSetting, first_name, refuse_unknown_names, sources
from armillary.settings.reserved import Assistant, TextAnalysis
from armillary.settings.running import Running
from armillary.settings.work import Work

__all__ = ["GROUPS", "Settings", "UnknownSetting"]

GROUPS = (
    Places,
    Reach,
    People,
    Limits,
    Bringing,
    Work,
    Running,
    Astronomy,
    TextAnalysis,
    Assistant,
)
"""The settings by subject, in the order of their documentation."""


class Settings(
    Places,
    Reach,
    People,
    Limits,
    Bringing,
    Work,
    Running,
    Astronomy,
    TextAnalysis,
    Assistant,
    BaseSettings,
):
    """The settings of one Armillary process.

    ``Settings(...)`` takes what it is given and defaults; `load` reads the environment as well.
    """

    model_config = SettingsConfigDict(
        frozen=True, extra="ignore", populate_by_name=True, case_sensitive=False
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read nothing: a process reads its environment once, by `load`."""
        return (init_settings,)

    @classmethod
    def load(cls, *files: Path, **given: Any) -> "Settings":
        """Read the settings of this process; ``given`` values win over all others.

        Each setting is read from its ``ARMILLARY_`` name, else from the older names beside it,
        first in the shell, then in the ``.env`` files (default: the one in the working folder).
        Raises `UnknownSetting` where an ``ARMILLARY_`` name is not one of ours.
        """
        chosen = files or (Path(".env"),)
        refuse_unknown_names(cls, chosen)

        class Loaded(cls):  # type: ignore[valid-type, misc]  # a subclass of Self for these files
            # Only the declared names are looked up: a shell's WORKERS or DEBUG is not ours.
            model_config = SettingsConfigDict(populate_by_name=False)

            @classmethod
            def settings_customise_sources(
                cls,
                settings_cls: type[BaseSettings],
                init_settings: PydanticBaseSettingsSource,
                *others: PydanticBaseSettingsSource,
                **more: PydanticBaseSettingsSource,
            ) -> tuple[PydanticBaseSettingsSource, ...]:
                return sources(settings_cls, init_settings, chosen)

        read = Loaded(**{first_name(cls, name): value for name, value in given.items()})
        return cls.model_construct(**{name: getattr(read, name) for name in cls.model_fields})

    @model_validator(mode="after")
    def _check_ports(self) -> Self:
        if not self.ports:
            raise ValueError("at least one port is needed; got none")
        for port in self.ports:
            if not 0 <= port <= 65535:
                raise ValueError(f"a port must be between 0 and 65535; got {port}")
        return self
