"""How processes tell each other to look again: one file per way, chosen by the settings."""

from sqlalchemy import make_url

from armillary.realtime.buses.contract import MAX_PAYLOAD_BYTES, Bus, Heard, Listener
from armillary.settings import Settings

__all__ = ["MAX_PAYLOAD_BYTES", "Bus", "Heard", "Listener", "open_bus"]


def open_bus(settings: Settings) -> Bus:
    """Open the bus for these settings: Redis where one is named, else PostgreSQL, else local."""
    if settings.redis_url:
        from armillary.realtime.buses.redis import RedisBus

        return RedisBus(settings)
    if make_url(settings.database_address).get_backend_name() == "postgresql":
        from armillary.realtime.buses.postgres import PostgresBus

        return PostgresBus(settings)
    from armillary.realtime.buses.local import LocalBus

    return LocalBus(settings)
