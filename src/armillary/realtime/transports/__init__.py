"""The ways to reach a client: one file each, all alike to who serves the client."""

from armillary.realtime.transports.contract import Gone, Transport
from armillary.realtime.transports.memory import MemoryTransport
from armillary.realtime.transports.websocket import WebSocketTransport

__all__ = ["Gone", "MemoryTransport", "Transport", "WebSocketTransport"]
