"""A database that had no time for a request, told in one way; nothing of the request was done."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection

from armillary.base.errors import Unavailable

_AGAIN_S = 2


def find_busy(error: BaseException) -> Unavailable | None:
    """Say that others held the database for too long, if that is what failed."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    is_locked = isinstance(cause, sqlite3.OperationalError) and "locked" in str(cause)
    if not (is_locked or isinstance(cause, TimeoutError) or isinstance(error, NoConnection)):
        return None
    return Unavailable(
        "The server has too much to do: others held the database until the time for this request "
        f"was over. Nothing was changed; send it again in {_AGAIN_S} seconds.",
        code="database_busy",
        headers={"Retry-After": str(_AGAIN_S)},
    )
