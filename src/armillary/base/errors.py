"""The one family of errors that people are shown."""

from collections.abc import Mapping, Sequence
from typing import Any


class AppError(Exception):
    """A failure that says what was expected, what came and what to do.

    Every error has a stable ``code`` for programs, an HTTP ``status`` and a ``message`` for
    people. ``details`` holds extra facts; ``errors`` lists the places of malformed input as
    ``{"loc": [...], "msg": ...}``; ``extra`` holds keys that a contract names beside these.
    """

    code: str = "error"
    status: int = 500
    headers: Mapping[str, str] = {}

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        status: int | None = None,
        details: Mapping[str, Any] | None = None,
        errors: Sequence[Mapping[str, Any]] | None = None,
        extra: Mapping[str, Any] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.code = code or type(self).code
        self.status = status or type(self).status
        self.details = details
        self.errors = errors
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    def to_wire(self) -> dict[str, Any]:
        """Give the error as plain data that survives a process border."""
        return {
            "message": self.message,
            "code": self.code,
            "status": self.status,
            "details": None if self.details is None else dict(self.details),
            "errors": None if self.errors is None else [dict(item) for item in self.errors],
            "extra": self.extra,
            "headers": dict(self.headers),
        }

    @staticmethod
    def from_wire(data: Mapping[str, Any]) -> "AppError":
        """Rebuild the error that ``to_wire`` described, as the class of its status."""
        fields = dict(data)
        kind = _BY_STATUS.get(fields["status"], AppError)
        return kind(fields.pop("message"), **fields)


class BadRequest(AppError):
    """The request is understood but cannot be followed as it stands."""

    code = "bad_request"
    status = 400


class Unauthorized(AppError):
    """Nobody is signed in, or the credentials are not valid."""

    code = "unauthorized"
    status = 401


class Forbidden(AppError):
    """The person is known but may not do this."""

    code = "forbidden"
    status = 403


class NotFound(AppError):
    """The thing does not exist, or not for this person."""

    code = "not_found"
    status = 404


class Conflict(AppError):
    """The thing is in a state that does not allow this."""

    code = "conflict"
    status = 409


class TooLarge(AppError):
    """The input is over a limit that a setting names."""

    code = "too_large"
    status = 413


class Invalid(AppError):
    """The payload is malformed."""

    code = "invalid"
    status = 422


class TooMany(AppError):
    """Too many requests came in too short a time."""

    code = "too_many_requests"
    status = 429


class Unavailable(AppError):
    """A part of the server is not ready or is full; the same request may work later."""

    code = "unavailable"
    status = 503


class DeadlineExceeded(AppError):
    """The answer did not come within its time."""

    code = "deadline_exceeded"
    status = 504


_BY_STATUS: dict[int, type[AppError]] = {
    kind.status: kind
    for kind in (
        BadRequest,
        Unauthorized,
        Forbidden,
        NotFound,
        Conflict,
        TooLarge,
        Invalid,
        TooMany,
        Unavailable,
        DeadlineExceeded,
    )
}
