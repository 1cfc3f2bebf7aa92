"""What every bus does: carry short hints between processes, losing them rather than waiting."""

import select
import socket
from dataclasses import dataclass
from typing import Protocol

MAX_PAYLOAD_BYTES = 7_000
"""The longest payload, bounded by what one NOTIFY of PostgreSQL carries."""


@dataclass(frozen=True)
class Heard:
    """One hint: the channel it came on and what it says."""

    channel: str
    payload: bytes


class Listener:
    """Receives the hints of some channels; made by a bus's ``listen``.

    It is a mailbox of the operating system that holds few hints: when it is full, new ones are
    dropped, and whoever finds many of them at once should look at everything.
    """

    def __init__(self, mailbox: socket.socket) -> None:
        self._mailbox = mailbox
        self._mailbox.setblocking(False)
        self._poll = select.poll()
        self._poll.register(mailbox, select.POLLIN)

    def fileno(self) -> int:
        """Give the file number that becomes readable when a hint is here, for ``select``."""
        return self._mailbox.fileno()

    def receive(self, timeout_s: float) -> Heard | None:
        """Give the next hint, waiting for it at most so long; None where none came."""
        if not self._poll.poll(timeout_s * 1000):
            return None
        try:
            return unpack(self._mailbox.recv(2 * MAX_PAYLOAD_BYTES))
        except BlockingIOError:
            return None

    def close(self) -> None:
        """Stop listening."""
        self._mailbox.close()


class Bus(Protocol):
    """Carries hints to all listeners of a channel, in this process and in others."""

    def publish(self, channel: str, payload: bytes = b"") -> None:
        """Send a hint; never waits and never fails because of those who do not listen.

        ``payload`` is UTF-8 text of at most `MAX_PAYLOAD_BYTES`. May be called in any thread.
        """

    def listen(self, *channels: str) -> Listener:
        """Begin to receive what is published on these channels from now on."""

    def close(self) -> None:
        """Stop; hints already published are still sent where that takes no time."""


def pack(channel: str, payload: bytes) -> bytes:
    """Write a hint as one datagram."""
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise ValueError(f"a payload may have {MAX_PAYLOAD_BYTES} bytes; got {len(payload)}")
    return channel.encode() + b"\0" + payload


def unpack(datagram: bytes) -> Heard:
    """Read a hint from a datagram."""
    channel, _, payload = datagram.partition(b"\0")
    return Heard(channel.decode(), payload)
