"""The cookies of a browser's session: no script can read them, no other site can send them."""

from datetime import timedelta

from starlette.requests import Request
from starlette.responses import Response

from armillary.base.access import ACCESS_COOKIE

REFRESH_COOKIE = "armillary_refresh"
_REFRESH_PATH = "/api/auth"


def set_session(
    request: Request,
    response: Response,
    access: tuple[str, timedelta | None],
    refresh: tuple[str, timedelta] | None = None,
) -> None:
    """Put the access token, and the refresh token if there is one, into cookies."""
    response.headers["Cache-Control"] = "no-store"
    _set(request, response, ACCESS_COOKIE, *access, "/")
    if refresh is not None:
        _set(request, response, REFRESH_COOKIE, *refresh, _REFRESH_PATH)


def clear_session(response: Response) -> None:
    """Take both cookies away."""
    response.delete_cookie(ACCESS_COOKIE, path="/", httponly=True, samesite="strict")
    response.delete_cookie(REFRESH_COOKIE, path=_REFRESH_PATH, httponly=True, samesite="strict")


def is_program(request: Request) -> bool:
    """Whether a program asks, which keeps tokens itself; every browser sends this header."""
    return "sec-fetch-mode" not in request.headers


def _set(
    request: Request,
    response: Response,
    name: str,
    value: str,
    lifetime: timedelta | None,
    path: str,
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=None if lifetime is None else int(lifetime.total_seconds()),
        path=path,
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
