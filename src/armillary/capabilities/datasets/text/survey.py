"""Looking over the bytes of a text once: are all its lines regular, and how many are they."""

from __future__ import annotations

import codecs
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.text.cells import Body, NeedsCare
from armillary.capabilities.datasets.text.quoting import Quotes

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.intp]

# What is made of so much still lies near the processor.
_CHUNK_BYTES = 1 << 18
_LINE_FEED, _RETURN = 10, 13


@dataclass(frozen=True)
class Survey:
    """What is known of a text in which every quote opens or closes a cell, all lines end alike."""

    rows: int
    """The rows of the table: its lines that are neither blank nor end in a quoted cell."""
    has_blank_lines: bool
    has_long_rows: bool
    """Whether some line ends in a quoted cell."""
    has_underscores: bool
    strays: frozenset[int]
    """Those of the given places that lie in a quoted cell."""


def survey(
    body: Body,
    places: Sequence[int] = (),
    is_over: Callable[[], bool] = lambda: False,
    *,
    has_long_rows: bool = True,
) -> Survey:
    """Look over the rows of a text, of which some are thought to begin at these bytes.

    It is quicker without ``has_long_rows``; the rows are too many then where there are some.
    Raises `NeedsCare` for quotes in the middle of cells and for lines that end in several ways,
    and where ``is_over`` says that nobody waits for it any more.
    """
    import numpy as np

    dialect = body.dialect
    if dialect.escape:
        raise NeedsCare
    _look_above(body)
    quotes = Quotes(dialect.delimiter, dialect.quote) if dialect.quote else None
    lines = _Lines(has_long_rows)
    strays: set[int] = set()
    at = body.start_byte
    with body.path.open("rb") as file:
        file.seek(at)
        while chunk := file.read(_CHUNK_BYTES):
            if is_over():
                raise NeedsCare
            data = np.frombuffer(chunk, dtype=np.uint8)
            was_open = quotes is not None and quotes.is_open
            found = _take(quotes, data)
            here = [place for place in places if at <= place < at + len(chunk)]
            strays |= {place for place in here if _is_quoted(place - at, found, was_open)}
            lines.take(chunk, data, found, was_open)
            at += len(chunk)
    if quotes is not None and quotes.is_open:
        raise NeedsCare
    return lines.result(frozenset(strays))


def _look_above(body: Body) -> None:
    """Raise `NeedsCare` where the lines above the rows cannot be counted by their ends alone."""
    import numpy as np

    with body.path.open("rb") as file:
        above = file.read(body.start_byte).removeprefix(codecs.BOM_UTF8)
    if not above or not body.dialect.quote:
        return
    data = np.frombuffer(above, dtype=np.uint8)
    quotes = Quotes(body.dialect.delimiter, body.dialect.quote)
    found = quotes.take(data)
    feeds = np.flatnonzero(data == _LINE_FEED)
    if found is None or quotes.is_open or len(_inside(feeds, found, False)):
        raise NeedsCare


def _take(quotes: Quotes | None, data: Bytes) -> Places | None:
    """Give the places of the quotes in a chunk; None where there are none to look at."""
    if quotes is None:
        return None
    found = quotes.take(data)
    if found is None:
        raise NeedsCare
    return found if len(found) else None


def _is_quoted(place: int, quotes: Places | None, was_open: bool) -> bool:
    before = 0 if quotes is None else int(quotes.searchsorted(place))
    return bool((before + was_open) % 2)


class _Lines:
    """Counts the lines of a table."""

    def __init__(self, has_long_rows: bool) -> None:
        self._has_long_rows = has_long_rows
        self._feeds = self._returns = self._pairs = 0
        self._inside = self._blank = 0
        self._has_underscores = False
        self._last = b"\0\n"  # the rows begin as a line does

    def take(self, chunk: bytes, data: Bytes, quotes: Places | None, was_open: bool) -> None:
        """Count in a chunk; ``quotes`` are the places of quotes, None where it has none."""
        import numpy as np

        is_feed = data == _LINE_FEED
        self._feeds += int(np.count_nonzero(is_feed))
        if self._returns or b"\r" in chunk:
            self._take_returns(data, is_feed)
        is_blank = self._find_blank(data, is_feed)
        if self._has_long_rows and (quotes is not None or was_open):
            inside = _inside(np.flatnonzero(is_feed), quotes, was_open)
            self._inside += len(inside)
            is_blank[inside] = False
        self._blank += int(np.count_nonzero(is_blank))
        self._has_underscores = self._has_underscores or b"_" in chunk
        self._last = (self._last + chunk[-2:])[-2:]

    def _take_returns(self, data: Bytes, is_feed: NDArray[np.bool_]) -> None:
        import numpy as np

        is_return = data == _RETURN
        self._returns += int(np.count_nonzero(is_return))
        self._pairs += int(np.count_nonzero(is_return[:-1] & is_feed[1:]))
        self._pairs += int(self._last[-1] == _RETURN and bool(is_feed[0]))

    def _find_blank(self, data: Bytes, is_feed: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell of each byte whether a blank line ends with it."""
        import numpy as np

        if self._returns:
            padded = self._padded(data)
            blank = is_feed & (padded[1:-1] == _RETURN) & (padded[:-2] == _LINE_FEED)
            return np.asarray(blank, dtype=bool)
        is_blank = np.empty_like(is_feed)
        is_blank[0] = is_feed[0] and self._last[-1] == _LINE_FEED
        np.logical_and(is_feed[1:], is_feed[:-1], out=is_blank[1:])
        return is_blank

    def _padded(self, data: Bytes) -> Bytes:
        """Put the last two bytes of the chunk before in front."""
        import numpy as np

        return np.concatenate([np.frombuffer(self._last, dtype=np.uint8), data])

    def result(self, strays: frozenset[int]) -> Survey:
        """Give what was counted; raises `NeedsCare` where lines end in several ways."""
        if self._returns and not self._returns == self._pairs == self._feeds:
            raise NeedsCare
        ends_open = self._last[-1] != _LINE_FEED
        rows = self._feeds - self._inside - self._blank + int(ends_open)
        return Survey(rows, self._blank > 0, self._inside > 0, self._has_underscores, strays)


def _inside(feeds: Places, quotes: Places | None, was_open: bool) -> Places:
    """Give those line ends that stand in quoted cells."""
    import numpy as np

    if quotes is None:
        return feeds if was_open else feeds[:0]
    # Few quotes are looked up among many line ends faster than the other way round.
    bounds = feeds.searchsorted(quotes)
    if was_open:
        bounds = np.concatenate([[0], bounds])
    if len(bounds) % 2:
        bounds = np.append(bounds, len(feeds))
    begins, ends = bounds[::2], bounds[1::2]
    is_long = ends > begins
    if not is_long.any():
        return feeds[:0]
    spans = zip(begins[is_long], ends[is_long], strict=True)
    return np.concatenate([feeds[begin:end] for begin, end in spans])
