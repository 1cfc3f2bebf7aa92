"""How it runs."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator

from armillary.settings.fields import setting

LogLevel = Annotated[
    Literal["debug", "info", "warning", "error"],
    BeforeValidator(lambda given: given.lower() if isinstance(given, str) else given),
]


class Running(BaseModel):
    """How it runs."""

    enable_docs: bool = setting(
        True,
        "ENABLE_DOCS",
        "ENABLE_DOCS",
        text="Serve the documentation of the API at `/docs` and `/redoc`.",
    )
    log_level: LogLevel = setting(
        "info",
        "LOG_LEVEL",
        "LOG_LEVEL",
        text="How much is logged: debug, info, warning or error.",
    )
    log_format: Literal["auto", "json", "text"] = setting(
        "auto",
        "LOG_FORMAT",
        text="JSON lines or readable text; auto means text on a terminal.",
    )
    environment: str = setting(
        "development",
        "ENVIRONMENT",
        "ENVIRONMENT",
        "FLASK_ENV",
        text="`production` refuses to start without accounts or an API key.",
    )
    debug: bool = setting(
        False,
        "DEBUG",
        "FLASK_DEBUG",
        text="Accepted for older deployments; only the log level changes.",
    )
