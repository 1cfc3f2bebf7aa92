"""Reading JSON values one by one from a file that may be larger than memory."""

import codecs
import io
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

from armillary.capabilities.datasets.errors import Unreadable

_CHUNK = 1 << 20
_LONGEST_VALUE = 256 << 20
# The longest thing that an error may stand before the end of: an escape, a literal.
_CUT = 16
_BLANK = re.compile(r"[ \t\r\n]*")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


class JsonText:
    """The values of a JSON text; strict, but for objects that have a name twice.

    These keep its last value, and ``repeated`` counts them.
    """

    def __init__(self, path: Path, encoding: str | None = None) -> None:
        self._raw = path.open("rb")
        encoding = encoding or _find_encoding(self._raw.read(4))
        self._raw.seek(0)
        self._file = io.TextIOWrapper(self._raw, encoding, "strict", newline="")
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._to_dict, parse_constant=self._refuse_constant
        )
        self._text = ""
        self._at = 0
        self._is_over = False
        self._line = 1
        self.repeated = 0
        self.first_repeated: tuple[str, int] | None = None
        """The first name that stands twice, and the line near which it does."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def bytes_read(self) -> int:
        """How far the file has been read."""
        return self._raw.tell()

    @property
    def line(self) -> int:
        """The line that has been reached."""
        return self._line_of(self._at)

    def peek(self) -> str:
        """Give the next character that is no blank, or "" at the end."""
        while True:
            self._at = _blank_end(self._text, self._at)
            if self._at < len(self._text):
                return self._text[self._at]
            if self._is_over:
                return ""
            self._fill(_CHUNK)

    def value(self) -> Any:
        """Read the value that begins here; raises `Unreadable` where none does."""
        self.peek()
        size = _CHUNK
        while True:
            counted = self.repeated, self.first_repeated
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if self._is_over or not self._may_be_cut(error):
                    raise self._refusal(error.msg, error.pos) from error
            except RecursionError as error:
                raise Unreadable(
                    f"The JSON is nested too deeply near line {self.line:,}. "
                    "Choose one whose values lie less deep."
                ) from error
            except ValueError as error:
                raise self._refusal("A number has too many digits", self._at) from error
            else:
                # A number may go on behind what has been read.
                if end < len(self._text) or self._is_over or not isinstance(value, int | float):
                    self._at = end
                    return value
            self.repeated, self.first_repeated = counted
            self._fill(size)
            size *= 2

    def elements(self) -> Iterator[None]:
        """Walk through a list; read one value after each step."""
        self._take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield
            if not self._goes_on("]"):
                return

    def members(self) -> Iterator[str]:
        """Walk through an object by its names; read one value after each step."""
        self._take("{")
        if self.peek() == "}":
            self._at += 1
            return
        names = set()
        while True:
            if self.peek() != '"':
                self.refuse("Expecting a name in double quotes")
            name = self.value()
            if name in names:
                self._repeat(name)
            names.add(name)
            self._take(":")
            yield name
            if not self._goes_on("}"):
                return

    def refuse(self, message: str) -> NoReturn:
        """Raise `Unreadable` about the place where the text is."""
        raise self._refusal(message, self._at)

    def _goes_on(self, closing: str) -> bool:
        found = self.peek()
        if found not in (closing, ","):
            self.refuse(f"Expecting ',' or {closing!r}")
        self._at += 1
        return found == ","

    def _take(self, expected: str) -> None:
        if self.peek() != expected:
            self.refuse(f"Expecting {expected!r}")
        self._at += 1

    def _fill(self, size: int) -> None:
        if len(self._text) - self._at > _LONGEST_VALUE:
            raise Unreadable(
                f"One value of the JSON has more than {_LONGEST_VALUE:,} characters (it begins "
                f"near line {self.line:,}). Write its records as lines (NDJSON)."
            )
        try:
            more = self._file.read(size)
        except UnicodeError as error:
            raise Unreadable(
                f"The JSON is not {self._file.encoding.upper()} text ({error}). Save it as UTF-8."
            ) from error
        self._line += self._text.count("\n", 0, self._at)
        self._text = self._text[self._at :] + more
        self._at = 0
        self._is_over = not more

    def _may_be_cut(self, error: json.JSONDecodeError) -> bool:
        is_open = error.msg.startswith("Unterminated string")
        return is_open or error.pos >= len(self._text) - _CUT

    def _line_of(self, place: int) -> int:
        return self._line + self._text.count("\n", 0, place)

    def _refusal(self, message: str, place: int) -> Unreadable:
        shown = self._text[max(place - 10, 0) : place + 20].strip()
        near = f", near {shown!r}" if shown else ", at its end"
        return Unreadable(
            f"The file is not valid JSON: {message.removesuffix(' at')} in line "
            f"{self._line_of(place):,}{near}. Write it with a JSON library."
        )

    def _to_dict(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            counts = Counter(name for name, _ in pairs)
            self._repeat(next(name for name, count in counts.items() if count > 1))
        return found

    def _repeat(self, name: str) -> None:
        self.repeated += 1
        if self.first_repeated is None:
            self.first_repeated = name, self.line

    def _refuse_constant(self, name: str) -> NoReturn:
        raise self._refusal(f"{name} is no JSON number (write null instead)", self._at)


def _blank_end(text: str, start: int) -> int:
    found = _BLANK.match(text, start)
    assert found is not None, "this expression matches the empty text"
    return found.end()


def _find_encoding(head: bytes) -> str:
    """Tell the encoding by the mark, or by where the zeros of the first characters are."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding
    if len(head) >= 2 and head[0] == 0:
        return "utf-32-be" if head[:2] == b"\0\0" else "utf-16-be"
    if len(head) >= 2 and head[1] == 0:
        return "utf-32-le" if head[2:4] == b"\0\0" else "utf-16-le"
    return "utf-8"
