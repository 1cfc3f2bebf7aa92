"""The bus of one machine: datagram sockets in the private run folder, no process in between."""

import errno
import os
import secrets
import socket
from collections.abc import Iterator
from pathlib import Path

from armillary.base.run_folder import Meeting
from armillary.realtime.buses.contract import Listener, pack
from armillary.settings import Settings

_FULL = {errno.EAGAIN, errno.ENOBUFS}
_GONE = {errno.ECONNREFUSED, errno.ENOENT}


class LocalBus:
    """Sends every hint to each listener's own socket; dead listeners' sockets are removed.

    A listener's file is named after its channels (``wake+access.5f0c…``), so that a hint wakes only
    those who want it.
    """

    def __init__(self, settings: Settings) -> None:
        self._meeting = Meeting(settings.data_dir)
        self._folder = self._meeting.folder / "bus"
        self._folder.mkdir(mode=0o700, exist_ok=True)
        self._sender = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._sender.setblocking(False)

    def publish(self, channel: str, payload: bytes = b"") -> None:
        """Send a hint to every listener of the channel whose mailbox has room."""
        datagram = pack(channel, payload)
        for path in self._listeners(channel):
            self._send(datagram, path)

    def listen(self, *channels: str) -> Listener:
        """Begin to receive what is published on these channels from now on."""
        mailbox = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        path = self._folder / f"{'+'.join(channels)}.{secrets.token_hex(8)}"
        mailbox.bind(str(path))
        return _FileListener(mailbox, path)

    def close(self) -> None:
        """Stop sending."""
        self._sender.close()
        self._meeting.close()

    def _listeners(self, channel: str) -> Iterator[str]:
        try:
            with os.scandir(self._folder) as entries:
                for entry in entries:
                    if channel in entry.name.partition(".")[0].split("+"):
                        yield entry.path
        except FileNotFoundError:
            return  # somebody cleaned the folder up: nobody can be reached

    def _send(self, datagram: bytes, path: str) -> None:
        try:
            self._sender.sendto(datagram, path)
        except OSError as error:
            if error.errno in _GONE:
                # A socket's file outlives a process that was killed.
                Path(path).unlink(missing_ok=True)
            elif error.errno not in _FULL:
                raise


class _FileListener(Listener):
    """A listener that takes its file along when it ends."""

    def __init__(self, mailbox: socket.socket, path: Path) -> None:
        super().__init__(mailbox)
        self._path = path

    def close(self) -> None:
        """Stop listening."""
        self._path.unlink(missing_ok=True)
        super().close()
