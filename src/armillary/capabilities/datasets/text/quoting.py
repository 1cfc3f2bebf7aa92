"""Checking over a whole file that quotes stand only where cells begin and end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_CHUNK_BYTES = 1 << 20


class Quotes:
    """Follows the quotes of a text through its bytes, which are taken chunk by chunk.

    A quote is opening where an even number of quotes stand before it, so a doubled one counts as
    closed and opened again.
    """

    def __init__(self, delimiter: str, quote: str) -> None:
        import numpy as np

        self._quote = ord(quote)
        self._beside = np.zeros(256, dtype=bool)
        self._beside[[ord(delimiter), 10, 13, ord(quote)]] = True
        self._before = 10  # the text begins as a line does
        self._is_pending = False
        self.is_open = False
        """Whether the next byte stands inside a quoted cell."""

    def take(self, data: NDArray[np.uint8]) -> NDArray[np.intp] | None:
        """Give the places of the quotes; None where one stands in the middle of a cell."""
        import numpy as np

        # The last byte of the chunk before was a closing quote.
        if self._is_pending and not self._beside[data[0]]:
            return None
        places = np.flatnonzero(data == self._quote)
        opening = places[int(self.is_open) :: 2]
        closing = places[int(not self.is_open) :: 2]
        previous = np.where(opening > 0, data[opening - 1], self._before)
        inside = closing[closing < len(data) - 1]
        if not (self._beside[previous].all() and self._beside[data[inside + 1]].all()):
            return None
        self._is_pending = len(closing) > len(inside)
        self.is_open ^= bool(len(places) % 2)
        self._before = int(data[-1])
        return places


def is_regular(path: Path, delimiter: str, quote: str, start: int = 0) -> bool:
    """Tell whether every quote opens or closes a cell or is doubled inside a quoted one.

    Only then do all readers of CSV agree on what the cells are.
    """
    import numpy as np

    quotes = Quotes(delimiter, quote)
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(_CHUNK_BYTES):
            if quotes.take(np.frombuffer(chunk, dtype=np.uint8)) is None:
                return False
    return not quotes.is_open
