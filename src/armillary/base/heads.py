"""Looking up headers of a request as they came, for what stands before every route."""

from starlette.types import Scope


def header(scope: Scope, name: bytes) -> str | None:
    """Give the first value of a header, or None; ``name`` is in small letters."""
    for key, value in scope["headers"]:
        if key == name:
            return bytes(value).decode("latin-1")
    return None


def all_headers(scope: Scope, name: bytes) -> list[str]:
    """Give every value of a header; ``name`` is in small letters."""
    return [bytes(value).decode("latin-1") for key, value in scope["headers"] if key == name]
