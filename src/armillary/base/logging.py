"""Structured logs: one event a line, with the request or job it belongs to."""

import logging
import sys
from typing import Any

import structlog

from armillary.settings import Settings

_SECRET_WORDS = ("password", "token", "secret", "api_key", "authorization", "cookie")


def configure(settings: Settings) -> None:
    """Send our logs and those of the libraries to standard error in one form."""
    level = logging.getLevelNamesMapping()[
        "DEBUG" if settings.debug else settings.log_level.upper()
    ]
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _hide_secrets,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderers(settings),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    # It tells the same two lines whenever somebody asks whether migrations are done.
    logging.getLogger("alembic").setLevel(logging.WARNING)
    # uvicorn brings handlers of its own; its access log repeats what our own line says.
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = name != "uvicorn.access"
    logging.getLogger("uvicorn.error").filters = [_without_addresses]


def get_logger(name: str) -> Any:
    """Give a logger whose calls take an event name and facts: ``log.info("started", port=1)``."""
    return structlog.stdlib.get_logger(name)


def _without_addresses(record: logging.LogRecord) -> bool:
    """Leave out what uvicorn says of sockets: it repeats their addresses, which may hold a key.

    It also takes every refused socket for a failure: https://github.com/Kludex/uvicorn/pull/3138
    """
    text = str(record.msg)
    is_spurious = text == "ASGI callable returned without completing handshake."
    return record.levelno > logging.DEBUG and not is_spurious and "WebSocket %s" not in text


def _renderers(settings: Settings) -> list[Any]:
    is_text = settings.log_format == "text" or (
        settings.log_format == "auto" and sys.stderr.isatty()
    )
    if is_text:
        return [structlog.dev.ConsoleRenderer()]
    return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]


def _hide_secrets(_logger: Any, _method: str, event: dict[str, Any]) -> dict[str, Any]:
    for key in event:
        if any(word in key.lower() for word in _SECRET_WORDS):
            event[key] = "hidden"
    return event
