"""The pieces of a file that have come and are not written yet."""

from armillary.capabilities.datasets.wire import MEGABYTE

# Each trip to a thread costs as much as writing a good part of this.
_WRITE_BYTES = MEGABYTE


class Pieces:
    """Bytes as they came: put together they would be copied, while which no page is answered."""

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self.size_bytes = 0

    @property
    def are_many(self) -> bool:
        """Whether it is worth a trip to a thread to write them."""
        return self.size_bytes >= _WRITE_BYTES

    def add(self, piece: bytes) -> None:
        """Hold one more."""
        self._held.append(piece)
        self.size_bytes += len(piece)

    def take(self) -> list[bytes]:
        """Give what is held, in order, and hold nothing any more."""
        held, self._held, self.size_bytes = self._held, [], 0
        return held
