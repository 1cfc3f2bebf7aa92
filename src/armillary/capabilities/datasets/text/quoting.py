"""Checking over a whole file that quotes stand only where cells begin and end."""

from pathlib import Path

_CHUNK_BYTES = 1 << 24


def is_regular(path: Path, delimiter: str, quote: str, start: int = 0) -> bool:
    """Tell whether every quote opens or closes a cell or is doubled inside a quoted one.

    Only then do all readers of CSV agree on what the cells are. A quote is opening where an even
    number of quotes stand before it, so a doubled one counts as closed and opened again.
    """
    import numpy as np

    beside = np.zeros(256, dtype=bool)
    beside[[ord(delimiter), 10, 13, ord(quote)]] = True
    is_open = False
    before = 10  # the file begins as a line does
    pending = False  # the last byte of the chunk before was a closing quote
    with path.open("rb") as file:
        file.seek(start)
        while chunk := file.read(_CHUNK_BYTES):
            data = np.frombuffer(chunk, dtype=np.uint8)
            if pending and not beside[data[0]]:
                return False
            places = np.flatnonzero(data == ord(quote))
            opening = places[int(is_open) :: 2]
            closing = places[int(not is_open) :: 2]
            previous = np.where(opening > 0, data[opening - 1], before)
            inside = closing[closing < len(data) - 1]
            if not (beside[previous].all() and beside[data[inside + 1]].all()):
                return False
            pending = len(closing) > len(inside)
            is_open ^= bool(len(places) % 2)
            before = int(data[-1])
    return not is_open
