"""Every setting of the server, in one frozen class; the only reader of the environment."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AliasChoices, Field, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PREFIX = "ARMILLARY_"
LogLevel = Literal["debug", "info", "warning", "error"]

# Shells set these for their own purposes, so a value counts only where `.env` names it.
IGNORED_FROM_SHELL = frozenset({"HOST", "DEVICE"})
# Read by scripts and tests around the product, never by the product itself.
OUTSIDE_NAMES = frozenset({"ARMILLARY_TEST_DATA", "ARMILLARY_PYTHON"})

_LOCAL_ORIGINS = tuple(
    f"http://{name}:{port}"
    for name in ("localhost", "127.0.0.1")
    for port in (3000, 3001, 5173, 5174, 8000, 8001)
)
Words = Annotated[tuple[str, ...], NoDecode]
Numbers = Annotated[tuple[int, ...], NoDecode]


class UnknownSetting(ValueError):
    """The environment names an ``ARMILLARY_`` setting that does not exist."""


def _names(name: str, *aliases: str) -> AliasChoices:
    """Give the names a setting is read from, the ``ARMILLARY_`` one first."""
    return AliasChoices(f"{PREFIX}{name}", *aliases)


class Settings(BaseSettings):
    """The settings of one Armillary process.

    Each is read from its ``ARMILLARY_`` name, else from the older names beside it, first in the
    real environment, then in a ``.env`` file.
    """

    model_config = SettingsConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    # Where things are kept
    data_dir: Path = Field(
        Path("data"),
        validation_alias=_names("DATA_DIR"),
        description="Folder of the database, the stored files and the log.",
    )
    database_url: str = Field(
        "",
        validation_alias=_names("DATABASE_URL", "DATABASE_URL"),
        description="SQLAlchemy address of the database; empty means SQLite in the data folder.",
    )
    storage_path: Path | None = Field(
        None,
        validation_alias=_names("STORAGE_PATH"),
        description="Folder of stored files; empty means `storage` in the data folder.",
    )
    redis_url: str = Field(
        "",
        validation_alias=_names("REDIS_URL", "REDIS_URL"),
        description="Redis that carries wake-ups between machines; empty means none.",
    )

    # How the server is reached
    host: str = Field(
        "127.0.0.1",
        validation_alias=_names("HOST", "HOST"),
        description="Address to listen on; beyond loopback it needs accounts or an API key.",
    )
    ports: Numbers = Field(
        (8000,),
        validation_alias=_names("PORT", "PORT"),
        description="Port to listen on, or several with commas: the same server behind each.",
    )
    allowed_origins: Words = Field(
        (),
        validation_alias=_names("ALLOWED_ORIGINS"),
        description="Further web origins that may call the server, with commas; `*` means any.",
    )
    cors_origins: Words = Field(
        (),
        validation_alias=_names("CORS_ORIGINS", "CORS_ORIGINS"),
        description="As ARMILLARY_ALLOWED_ORIGINS, under its other usual name; the two are joined.",
    )
    legacy_allowed_origins: Words = Field(
        (),
        validation_alias=AliasChoices("ALLOWED_ORIGINS"),
        description="As ARMILLARY_ALLOWED_ORIGINS, for deployments of the text-analysis server.",
    )
    allowed_hosts: Words = Field(
        (),
        validation_alias=_names("ALLOWED_HOSTS"),
        description="Further Host headers accepted on loopback, with commas.",
    )
    allow_electron: bool = Field(
        False,
        validation_alias=_names("ALLOW_ELECTRON"),
        description="Accept the origin `null` of a desktop shell at the connectomics addresses.",
    )
    allow_open: bool = Field(
        False,
        validation_alias=_names("ALLOW_OPEN"),
        description="Serve beyond loopback without accounts or a key. Everyone may do everything.",
    )
    trust_proxy: bool = Field(
        False,
        validation_alias=_names("TRUST_PROXY"),
        description="Believe X-Forwarded-For and X-Forwarded-Proto of the proxy in front.",
    )

    # Who may use it
    accounts: bool = Field(
        False,
        validation_alias=_names("ACCOUNTS"),
        description="Require people to register and sign in.",
    )
    registration: Literal["open", "first", "closed"] = Field(
        "open",
        validation_alias=_names("REGISTRATION"),
        description="Who may register: anyone, only the first person, or nobody.",
    )
    api_key: str = Field(
        "",
        validation_alias=_names("API_KEY", "API_KEY"),
        description="A key that opens the server to scripts; empty means none.",
        json_schema_extra={"secret": True},
    )
    secret_key: str = Field(
        "",
        validation_alias=_names("SECRET_KEY"),
        description="Signs access tokens; empty means one made once and kept in the data folder.",
        json_schema_extra={"secret": True},
    )
    access_token_minutes: int = Field(
        15,
        ge=1,
        validation_alias=_names("ACCESS_TOKEN_MINUTES"),
        description="Minutes an access token is good for.",
    )
    refresh_token_days: int = Field(
        30,
        ge=1,
        validation_alias=_names("REFRESH_TOKEN_DAYS"),
        description="Days without use after which a person has to sign in again.",
    )
    argon2_memory_kib: int = Field(
        65536,
        ge=8,
        validation_alias=_names("ARGON2_MEMORY_KIB"),
        description="Memory of one password hash in KiB.",
    )

    # Limits
    rate_limit: int = Field(
        600,
        ge=0,
        validation_alias=_names("RATE_LIMIT"),
        description="Requests a minute for one person or address; 0 turns all rate limits off.",
    )
    rate_limit_per_minute: int = Field(
        60,
        ge=0,
        validation_alias=_names("RATE_LIMIT_PER_MINUTE", "RATE_LIMIT_PER_MINUTE"),
        description="Text analyses a minute for one address.",
    )
    max_upload_mb: int = Field(
        500,
        ge=1,
        validation_alias=_names("MAX_UPLOAD_MB"),
        description="Largest upload of a table in MB.",
    )
    max_upload_size_mb: int = Field(
        25,
        ge=1,
        validation_alias=_names("MAX_UPLOAD_SIZE_MB", "MAX_UPLOAD_SIZE_MB"),
        description="Largest upload at the small client's `/datasets/upload` in MB.",
    )
    max_preview_rows: int = Field(
        200,
        ge=1,
        validation_alias=_names("MAX_PREVIEW_ROWS", "MAX_PREVIEW_ROWS"),
        description="Rows that the small client's `/datasets/upload` answers with.",
    )
    max_body_mb: int = Field(
        10,
        ge=1,
        validation_alias=_names("MAX_BODY_MB"),
        description="Largest request body in MB where no upload is expected.",
    )
    max_rows: int = Field(
        100_000_000,
        ge=1,
        validation_alias=_names("MAX_ROWS"),
        description="Most rows of one table.",
    )
    max_columns: int = Field(
        10_000,
        ge=1,
        validation_alias=_names("MAX_COLUMNS"),
        description="Most columns of one table.",
    )
    max_training_time_s: int = Field(
        3600,
        ge=1,
        validation_alias=_names("MAX_TRAINING_TIME", "MAX_TRAINING_TIME"),
        description="Seconds after which a training is stopped, its best state kept.",
    )
    session_cleanup_days: int = Field(
        7,
        ge=1,
        validation_alias=_names("SESSION_CLEANUP_DAYS", "SESSION_CLEANUP_DAYS"),
        description="Days after which the stored events of a finished job are compacted.",
    )

    # Work
    workers: int = Field(
        1,
        ge=0,
        validation_alias=_names("WORKERS"),
        description="Worker processes beside the server; 0 where workers run elsewhere.",
    )
    worker_slots: int = Field(
        2,
        ge=1,
        validation_alias=_names("WORKER_SLOTS"),
        description="Jobs that one worker process runs at a time.",
    )
    worker_idle_s: float = Field(
        60.0,
        gt=0,
        validation_alias=_names("WORKER_IDLE_S"),
        description="Seconds without server and jobs after which an embedded worker leaves.",
    )
    cancel_grace_s: float = Field(
        5.0,
        gt=0,
        validation_alias=_names("CANCEL_GRACE_S"),
        description="Seconds a cancelled job has to end by itself before its process is killed.",
    )
    queue: Literal["local", "celery"] = Field(
        "local",
        validation_alias=_names("QUEUE"),
        description="What tells workers of new jobs: the bus, or Celery with the Redis above.",
    )
    device: str = Field(
        "auto",
        validation_alias=_names("DEVICE", "DEVICE", "DEVICES"),
        description="Where networks are computed: `auto`, `cpu`, or a device such as `cuda:0`.",
    )
    default_batch_size: int = Field(
        64,
        ge=1,
        validation_alias=_names("DEFAULT_BATCH_SIZE", "DEFAULT_BATCH_SIZE"),
        description="Batch size of trainings that name none and whose algorithm has no default.",
    )

    # Running
    log_level: LogLevel = Field(
        "info",
        validation_alias=_names("LOG_LEVEL", "LOG_LEVEL"),
        description="How much is logged: debug, info, warning or error.",
    )
    log_format: Literal["auto", "json", "text"] = Field(
        "auto",
        validation_alias=_names("LOG_FORMAT"),
        description="JSON lines or readable text; auto means text on a terminal.",
    )
    environment: str = Field(
        "development",
        validation_alias=_names("ENVIRONMENT", "ENVIRONMENT", "FLASK_ENV"),
        description="`production` refuses to start without accounts or an API key.",
    )
    debug: bool = Field(
        False,
        validation_alias=_names("DEBUG", "FLASK_DEBUG"),
        description="Accepted for older deployments; only the log level changes.",
    )

    @field_validator("ports", mode="before")
    @classmethod
    def _split_ports(cls, given: Any) -> Any:
        if isinstance(given, int):
            return (given,)
        return tuple(part.strip() for part in given.split(",")) if isinstance(given, str) else given

    @field_validator(
        "allowed_origins", "cors_origins", "legacy_allowed_origins", "allowed_hosts", mode="before"
    )
    @classmethod
    def _split_words(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        return tuple(part.strip() for part in given.split(",") if part.strip())

    @field_validator("log_level", mode="before")
    @classmethod
    def _lower(cls, given: Any) -> Any:
        return given.lower() if isinstance(given, str) else given

    @model_validator(mode="after")
    def _check_ports(self) -> Self:
        for port in self.ports:
            if not 0 <= port <= 65535:
                raise ValueError(f"a port must be between 0 and 65535; got {port}")
        return self

    @classmethod
    def load(cls, env_file: Path | str | None = ".env", **given: Any) -> Self:
        """Read the settings of this process; ``given`` values win over all others.

        Raises `UnknownSetting` where an ``ARMILLARY_`` name is not one of ours.
        """
        refuse_unknown_names(os.environ)
        return _settings_reading(cls, env_file)(**given)

    @property
    def database_address(self) -> str:
        """The address of the database in use."""
        if not self.database_url:
            return f"sqlite:///{(self.data_dir / 'armillary.db').resolve()}"
        # Both short forms are what hosting services hand out; psycopg 3 is the driver we ship.
        for short in ("postgres://", "postgresql://"):
            if self.database_url.startswith(short):
                return "postgresql+psycopg://" + self.database_url.removeprefix(short)
        return self.database_url

    @property
    def storage_root(self) -> Path:
        """The folder of stored files in use."""
        return self.storage_path or self.data_dir / "storage"

    @property
    def origins(self) -> tuple[str, ...]:
        """Every web origin that may call the server."""
        given = (*self.allowed_origins, *self.cors_origins, *self.legacy_allowed_origins)
        return tuple(dict.fromkeys((*_LOCAL_ORIGINS, *given)))

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in {"localhost", "::1"} or self.host.startswith("127.")


class _ShellSource(EnvSettingsSource):
    """The real environment, without the names that shells set for themselves."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        variables = super()._load_env_vars()
        ignored = {name.lower() for name in IGNORED_FROM_SHELL}
        return {name: value for name, value in variables.items() if name.lower() not in ignored}


def _settings_reading(base: type[Settings], env_file: Path | str | None) -> Any:
    """Give the class whose instances are read from the shell, then from the given file."""

    class _Reading(base):  # type: ignore[valid-type, misc]  # a class made for one file name
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,
            file_secret_settings: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            shell = _ShellSource(settings_cls)
            return init_settings, shell, DotEnvSettingsSource(settings_cls, env_file=env_file)

    return _Reading


def known_names() -> set[str]:
    """Give every ``ARMILLARY_`` name that some setting is read from."""
    names = set(OUTSIDE_NAMES)
    for field in Settings.model_fields.values():
        alias = field.validation_alias
        if isinstance(alias, AliasChoices):
            names.update(choice for choice in alias.choices if isinstance(choice, str))
    return {name for name in names if name.startswith(PREFIX)}


def refuse_unknown_names(environment: Mapping[str, str]) -> None:
    """Stop with the nearest name where the environment holds an ``ARMILLARY_`` name not ours."""
    known = known_names()
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            nearest = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise UnknownSetting(f"There is no setting {name}; did you mean {nearest}?")
