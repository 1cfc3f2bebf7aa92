"""Everything live: the event log, the hub that fans it out, and the buses between processes."""

from armillary.realtime.buses import Bus, Heard, Listener, open_bus
from armillary.realtime.compaction import compact
from armillary.realtime.hub import Hub
from armillary.realtime.log import append, find_latest, last_number, read_events, set_latest
from armillary.realtime.messages import Event
from armillary.realtime.subscription import Subscription
from armillary.realtime.waking import access_changed, attach, wake

__all__ = [
    "Bus",
    "Event",
    "Heard",
    "Hub",
    "Listener",
    "Subscription",
    "access_changed",
    "append",
    "attach",
    "compact",
    "find_latest",
    "last_number",
    "open_bus",
    "read_events",
    "set_latest",
    "wake",
]
