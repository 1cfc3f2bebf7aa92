"""The one clock that leases and times of jobs are told by: the database's."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary.base.values import utc_now


def database_now(session: Session) -> datetime:
    """Give the present time of the database; SQLite's is this machine's."""
    if session.get_bind().dialect.name == "sqlite":
        return utc_now()
    moment = session.scalar(sa.select(sa.func.clock_timestamp()))
    assert isinstance(moment, datetime)
    return moment
