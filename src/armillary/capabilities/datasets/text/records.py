"""Cutting lines into records one by one, forgiving misplaced quotes and knowing line numbers."""

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from armillary.capabilities.datasets.text.dialect import Dialect

# A quoted cell with more than this is taken for one whose closing quote is missing.
_LINES_IN_RECORD = 10_000
_CHARACTERS_IN_RECORD = 16_000_000
_EXAMPLES = 5


@dataclass
class Lines:
    """Counts lines with some property, and remembers where the first ones are."""

    count: int = 0
    first: list[int] = field(default_factory=list)

    def add(self, line: int) -> None:
        """Count a line."""
        self.count += 1
        if len(self.first) < _EXAMPLES:
            self.first.append(line)

    def __str__(self) -> str:
        """Name the lines, such as ``lines 4, 9 and 12 more``."""
        more = self.count - len(self.first)
        shown = ", ".join(f"{line:,}" for line in self.first)
        return f"line{'s' if self.count > 1 else ''} {shown}{f' and {more:,} more' if more else ''}"


class Records:
    """The records of a text; iterate to get each with the number of its first line.

    A quote that is never closed, or followed by more text, is read as plain text and its line
    counted in ``misquoted``, so that it cannot swallow the lines below it.
    """

    def __init__(self, lines: Iterable[str], dialect: Dialect, first_line: int = 1) -> None:
        self._source = iter(lines)
        self._pushed_back: deque[str] = deque()
        self._dialect = dialect
        self.next_line = first_line
        self.characters = 0
        self.misquoted = Lines()

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Give every record that is not a blank line."""
        while (line := self._take()) is not None:
            number = self.next_line - 1
            record = self._read(line, number)
            if record:
                yield number, record

    def _take(self) -> str | None:
        line = self._pushed_back.popleft() if self._pushed_back else next(self._source, None)
        if line is not None:
            self.next_line += 1
            self.characters += len(line)
        return line

    def _push_back(self, lines: list[str]) -> None:
        self._pushed_back.extendleft(reversed(lines))
        self.next_line -= len(lines)
        self.characters -= sum(len(line) for line in lines)

    def _read(self, line: str, number: int) -> list[str]:
        quote = self._dialect.quote
        if quote is None or quote not in line:
            return self._split(line)
        more: list[str] = []
        while True:
            try:
                return next(self._dialect.reader(iter([line, *more]), strict=True), [])
            except csv.Error as error:
                if "unexpected end of data" not in str(error) or not self._extend(more):
                    break
        self._push_back(more)
        self.misquoted.add(number)
        return self._read_plainly(line)

    def _extend(self, more: list[str]) -> bool:
        """Take lines up to the next that has a quote; False where the cell grows out of bounds."""
        quote = self._dialect.quote
        assert quote is not None
        size = sum(len(line) for line in more)
        while len(more) < _LINES_IN_RECORD and size < _CHARACTERS_IN_RECORD:
            line = self._take()
            if line is None:
                return False
            more.append(line)
            size += len(line)
            if quote in line:
                return True
        return False

    def _split(self, line: str) -> list[str]:
        text = line.rstrip("\r\n")
        if not text:
            return []
        if self._dialect.escape is None and not self._dialect.skip_space:
            return text.split(self._dialect.delimiter)
        return next(self._dialect.reader(iter([text])), [])

    def _read_plainly(self, line: str) -> list[str]:
        """Read one line whose quotes do not fit, as a forgiving reader does if that ends in it."""
        text = line.rstrip("\r\n")
        delimiter = self._dialect.delimiter
        plain = Dialect(delimiter, None, None, self._dialect.skip_space)
        as_plain = next(plain.reader(iter([text])), [])
        forgiving = next(self._dialect.reader(iter([text])), [])
        # The last cell of a forgiving reader swallows what an open quote leaves over.
        is_closed = text.count(self._dialect.quote or "") % 2 == 0
        return forgiving if is_closed else as_plain
