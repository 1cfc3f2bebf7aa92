"""What a way to reach a client must offer; who serves a client knows nothing else of it."""

from typing import Protocol


class Gone(Exception):
    """The client is not there any more."""


class Transport(Protocol):
    """Carries texts to one client and from it."""

    async def send(self, text: str) -> None:
        """Send a text, waiting until the client has room for it; raises `Gone`."""

    async def receive(self) -> str:
        """Wait for the client's next text; raises `Gone`."""

    async def close(self, code: int, reason: str) -> None:
        """End the connection, if it is not ended yet, and say why."""
