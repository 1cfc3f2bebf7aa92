"""From columns of Python values to columns that are stored: seen once, decided, then made.

What such values come from (sheets, JSON, databases) has types cell by cell, so a column's type is
known only when all its cells have been seen.
"""

from __future__ import annotations

import datetime
import math
import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from armillary.capabilities.datasets.columns.kinds import MISSING_WORDS
from armillary.capabilities.datasets.typed.ways import to_json_text
from armillary.capabilities.datasets.words import counted
from armillary.learning.storage import Storage, arrow_type

if TYPE_CHECKING:
    import pyarrow as pa

_EXACT = 2**53
_INFINITE = (math.inf, -math.inf)
_WORDS = frozenset({*MISSING_WORDS, ""})
_LONGEST_WORD = max(len(word) for word in MISSING_WORDS)
_CLOCK = r"[ T]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?"
_DAY = r"\d{4}-\d{2}-\d{2}"
_SHAPES = {
    "day": re.compile(_DAY),
    "time": re.compile(_DAY + _CLOCK),
    "time with zone": re.compile(_DAY + _CLOCK + r"(?:Z|[+-]\d{2}:?\d{2})"),
}
_NOUNS = {
    bool: "truth",
    int: "whole number",
    float: "number",
    str: "text",
    bytes: "blob",
    dict: "nested value",
    list: "nested value",
    datetime.date: "date",
    datetime.datetime: "time",
    datetime.time: "clock time",
    datetime.timedelta: "duration",
}
_DATES = {datetime.date, datetime.datetime}


@dataclass
class Seen:
    """What the values of one column are, over all its rows."""

    with_whole_floats: bool = False
    """Whether floats without a fraction stand for whole numbers, as in sheets."""
    with_date_texts: bool = False
    """Whether texts may stand for dates, as where there is no type for these."""
    types: Counter[type] = field(default_factory=Counter)
    words: int = 0
    low: int = 0
    high: int = 0
    infinite: int = 0
    is_whole: bool = True
    is_printable: bool = True
    shapes: list[str] = field(default_factory=lambda: list(_SHAPES))

    def look(self, values: Sequence[Any]) -> None:
        """Look at the next values."""
        types = Counter(map(type, values))
        self.types.update(types)
        if int in types:
            numbers = [value for value in values if type(value) is int]
            self.low, self.high = min(self.low, *numbers, 0), max(self.high, *numbers, 0)
        if float in types:
            self.infinite += sum(values.count(each) for each in _INFINITE)
        if float in types and self.with_whole_floats and self.is_whole:
            self.is_whole = all(_is_whole(value) for value in values if type(value) is float)
        if str in types:
            self._look_at_texts([value for value in values if type(value) is str])
        if bytes in types and self.is_printable:
            self.is_printable = all(_is_text(value) for value in values if type(value) is bytes)

    def _look_at_texts(self, texts: Sequence[str]) -> None:
        values = [text for text in texts if not _is_word(text)]
        self.words += len(texts) - len(values)
        if self.with_date_texts:
            self.shapes = [
                shape for shape in self.shapes if all(_is_date(shape, text) for text in values)
            ]

    def decide(self) -> Decision:
        """Decide how the column is stored."""
        types = {kind: count for kind, count in self.types.items() if kind is not type(None)}
        others = set(types) - {str}
        if others and types.get(str) == self.words and _is_plain(others):
            # Among numbers and dates, a word such as NA says that there is none.
            missing = self.words
            types.pop(str, None)
        else:
            missing = 0
        return self._decide(types, missing)

    def _decide(self, types: dict[type, int], missing: int) -> Decision:
        kinds = set(types)
        if not kinds:
            return Decision("float64", missing)
        if kinds == {bool}:
            return Decision("bool", missing)
        if kinds <= {int, float}:
            return self._decide_numbers(kinds, missing)
        if kinds == {str}:
            return self._decide_texts()
        if kinds == {datetime.date}:
            return Decision("date", missing)
        if kinds <= _DATES:
            return Decision("datetime64[us]", missing, make=_to_datetime)
        if kinds == {datetime.timedelta}:
            make = datetime.timedelta.total_seconds
            return Decision("float64", missing, "Durations kept as seconds", make)
        return self._decide_odd(types)

    def _decide_numbers(self, kinds: set[type], missing: int) -> Decision:
        if float in kinds and self.with_whole_floats and self.is_whole:
            kinds = {int}
        if kinds == {int}:
            if self.low >= -(2**63) and self.high < 2**63:
                return Decision("int64", missing, make=int if float in self.types else None)
            return Decision("str", 0, "Whole numbers too large for 64 bits kept as text", str)
        if int in kinds and max(-self.low, self.high) > _EXACT:
            told = "Whole numbers too large for the floats beside them kept as text"
            return Decision("str", 0, told, str)
        return Decision("float64", missing)

    def _decide_texts(self) -> Decision:
        if not self.with_date_texts or not self.shapes or self.words == self.types[str]:
            return Decision("str", 0)
        shape = self.shapes[0]
        if shape == "day":
            return Decision("date", self.words, None, _read_day)
        told = "Times with a zone kept in UTC" if shape == "time with zone" else None
        return Decision("datetime64[us]", self.words, told, _read_time)

    def _decide_odd(self, types: dict[type, int]) -> Decision:
        kinds = set(types)
        if kinds == {datetime.time}:
            return Decision("str", 0, "Times of day kept as text", datetime.time.isoformat)
        if kinds <= {dict, list}:
            told = "Lists and other nested values kept as JSON text"
            return Decision("str", 0, told, to_json_text)
        if kinds == {bytes}:
            if self.is_printable:
                return Decision("str", 0, "Bytes that are UTF-8 kept as text", bytes.decode)
            return Decision("str", 0, "Bytes kept as hexadecimal text", bytes.hex)
        nouns: Counter[str] = Counter()
        for kind, count in types.items():
            nouns[_NOUNS.get(kind, "other value")] += count
        mixed = ", ".join(counted(count, noun) for noun, count in nouns.most_common())
        make = sheet_text if self.with_whole_floats else _to_text
        return Decision("str", 0, f"Mixed values kept as text ({mixed})", make)


@dataclass
class Decision:
    """How a column is stored, and what of it has to be told."""

    storage: Storage
    missing_words: int
    """Texts among numbers, dates or truths that stand for a missing value."""
    remark: str | None = None
    """What is said before the names of its columns."""
    make: Callable[[Any], Any] | None = None
    repaired: int = 0
    """Texts with halves of surrogate pairs."""

    def to_arrow(self, values: Sequence[Any]) -> pa.Array:
        """Make values as the column stores them; raises `ValueError` for others than were seen."""
        import pyarrow as pa

        made = values
        if self.storage != "str" and self.missing_words:
            made = [None if type(value) is str and _is_word(value) else value for value in values]
        if self.make is not None:
            make = self.make
            made = [None if value is None else make(value) for value in made]
        try:
            return pa.array(made, arrow_type(self.storage))
        except UnicodeEncodeError:
            return pa.array([self._repair(text) for text in made], pa.string())

    def _repair(self, text: str | None) -> str | None:
        if text is None:
            return None
        good = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        self.repaired += good != text
        return good


def _is_plain(kinds: set[type]) -> bool:
    return kinds <= {int, float} or kinds <= _DATES or kinds == {bool}


def _is_word(text: str) -> bool:
    return len(text) <= _LONGEST_WORD and text.strip().lower() in _WORDS


def _is_whole(value: float) -> bool:
    return value.is_integer() and -_EXACT <= value <= _EXACT


def _is_text(value: bytes) -> bool:
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return False
    return not any(letter < " " and letter not in "\t\r\n" for letter in text)


def _is_date(shape: str, text: str) -> bool:
    if not _SHAPES[shape].fullmatch(text):
        return False
    try:
        _read_day(text) if shape == "day" else _read_time(text)
    except (ValueError, OverflowError):
        return False
    return True


def _read_day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def _read_time(text: str) -> datetime.datetime:
    moment = datetime.datetime.fromisoformat(text)
    return moment if moment.tzinfo is None else moment.astimezone(datetime.UTC).replace(tzinfo=None)


def _to_datetime(value: datetime.date) -> datetime.datetime:
    if isinstance(value, datetime.datetime):
        return value
    return datetime.datetime(value.year, value.month, value.day)


def sheet_text(value: Any) -> str:
    """Write a cell as a sheet shows it: whole numbers without a fraction."""
    return str(int(value)) if type(value) is float and _is_whole(value) else _to_text(value)


def _to_text(value: Any) -> str:
    if type(value) is str:
        return value
    if type(value) is bool:
        return "true" if value else "false"
    if type(value) is bytes:
        return value.decode() if _is_text(value) else value.hex()
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, dict | list):
        return to_json_text(value)
    return str(value)
