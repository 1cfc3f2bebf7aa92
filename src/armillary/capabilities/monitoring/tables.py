"""What health checks write to prove that writing works."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from armillary.base.database import Base, Key


class HealthCheck(Base):
    """The last time that a server wrote here; belongs to no workspace."""

    __tablename__ = "health_checks"

    name: Mapped[Key] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime]
