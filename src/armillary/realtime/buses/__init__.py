"""How processes tell each other to look again: one file per way, chosen by the settings."""

from armillary.realtime.buses.contract import MAX_PAYLOAD_BYTES, Bus, Heard, Listener
from armillary.realtime.buses.local import LocalBus
from armillary.settings import Settings

__all__ = ["MAX_PAYLOAD_BYTES", "Bus", "Heard", "Listener", "LocalBus", "open_bus"]


def open_bus(settings: Settings) -> Bus:
    """Open the bus for these settings: Redis if one is named, else PostgreSQL, else local."""
    return LocalBus(settings)
