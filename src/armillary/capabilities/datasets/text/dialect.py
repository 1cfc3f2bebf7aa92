"""Finding out how a text separates and quotes its cells."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

_USUAL = (",", "\t", ";", "|")
_RARE = (":", "^", "~", "\x01", "\x1f", " ")
_RECORDS = 300
SAMPLE_CHARACTERS = 400_000
_GOOD_ENOUGH = 0.9
_VALUE = re.compile(
    r"\s*(?:[-+]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][-+]?\d+)?%?"
    r"|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T].*)?|\d{1,2}:\d{2}(?::\d{2})?"
    r"|true|false|nan|na|null|n/a)?\s*",
    re.IGNORECASE,
)
_PLAIN_TEXT = re.compile(r"[^,;\t|]*")


@dataclass(frozen=True)
class Dialect:
    """How cells are separated and quoted; ``skip_space`` drops blanks after a delimiter."""

    delimiter: str = ","
    quote: str | None = '"'
    escape: str | None = None
    skip_space: bool = False

    def reader(self, lines: Iterator[str], *, strict: bool = False) -> Iterator[list[str]]:
        """Read records from lines that keep their ends."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote,
            escapechar=self.escape,
            doublequote=self.escape is None,
            skipinitialspace=self.skip_space,
            quoting=csv.QUOTE_NONE if self.quote is None else csv.QUOTE_MINIMAL,
            strict=strict,
        )


@dataclass(frozen=True)
class _Trial:
    """How well a dialect explains the sample."""

    dialect: Dialect
    score: float
    consistency: float
    width: int
    values: float


def sniff(sample: str, delimiter: str | None = None, quote: str | None = None) -> Dialect:
    """Find the dialect of a text from its beginning.

    A delimiter is believed where it cuts the lines into equally many cells, and the more so where
    these look like values. Where none does, the text has one column. What is given is not looked
    for; an empty quote says that cells are not quoted.
    """
    quotings = list(_quotings(sample)) if quote is None else [(quote or None, None)]
    if delimiter is not None:
        chosen = [Dialect(delimiter, *how, skip_space=delimiter == " ") for how in quotings]
        given = _best([_try(each, sample) for each in chosen])
        return _with_space(given.dialect if given else chosen[0], sample)
    usual = _best([_try(Dialect(mark, *how), sample) for mark in _USUAL for how in quotings])
    if usual is not None and usual.consistency >= _GOOD_ENOUGH:
        return _with_space(usual.dialect, sample)
    rare = None if _is_list_of_values(sample) else _find_rare(sample, quotings)
    if rare is not None:
        return rare.dialect
    if usual is not None:
        return _with_space(usual.dialect, sample)
    return Dialect(",", *quotings[0])


def read_records(dialect: Dialect, sample: str, limit: int = _RECORDS) -> list[list[str]]:
    """Read the first records of a sample, blank lines left out."""
    records = []
    for record in dialect.reader(_lines(sample)):
        if record:
            records.append(record)
        if len(records) >= limit:
            break
    return records


def modal_width(records: Sequence[Sequence[str]], preferred: int = 0) -> int:
    """Give the number of cells that most records have.

    Where several are as frequent it is the preferred one, else the largest.
    """
    counts = Counter(len(record) for record in records)
    return max(
        counts, key=lambda width: (counts[width], width == preferred, width), default=preferred
    )


def _lines(sample: str) -> Iterator[str]:
    # Line feeds and returns alone end a line; `splitlines` knows ten more, which may be in a cell.
    return io.StringIO(sample, newline="")


def _quotings(sample: str) -> Iterator[tuple[str | None, str | None]]:
    """Give the pairs of quote and escape that the sample may use, the usual one first."""
    yield '"', None
    if '\\"' in sample:
        yield '"', "\\"
    if '"' in sample:
        yield None, None
    elif re.search(r"(?:^|[,;\t|])\s?'[^'\n]*'\s?(?:[,;\t|]|$)", sample, re.MULTILINE):
        yield "'", None


def _find_rare(sample: str, quotings: Sequence[tuple[str | None, str | None]]) -> _Trial | None:
    """Find a rare delimiter; believed only where every line agrees, a blank only among numbers."""
    trials = [
        _try(Dialect(mark, *how, skip_space=mark == " "), sample)
        for mark in _RARE
        for how in quotings
    ]
    found = _best(trials)
    if found is None or found.consistency < 1.0:
        return None
    needed = _GOOD_ENOUGH if found.dialect.delimiter == " " else 0.7
    return found if found.values >= needed else None


def _is_list_of_values(sample: str) -> bool:
    """Tell whether the lines are single values already, such as times of day."""
    others = [line.strip() for line in islice(_lines(sample), 1, _RECORDS)]
    has_more = bool(others) or sample.endswith(("\n", "\r"))
    return has_more and all(_VALUE.fullmatch(line) for line in others)


def _try(dialect: Dialect, sample: str) -> _Trial | None:
    if dialect.delimiter not in sample:
        return None
    is_regular = True
    try:
        records = _read_strictly(dialect, sample)
    except csv.Error:
        is_regular = False
        try:
            records = read_records(dialect, sample)
        except csv.Error:
            return None
    width = modal_width(records)
    if width < 2:
        return None
    consistency = sum(len(record) == width for record in records) / len(records)
    values = _share_of_values(records, width)
    score = consistency * (0.6 + 0.4 * values) * (1.0 if is_regular else 0.7)
    # Without quotes as quotes, cells that are quoted are half-understood at best.
    if dialect.quote != '"':
        score *= 0.9 if '"' in sample else 1.05
    return _Trial(dialect, score, consistency, width, values)


def _read_strictly(dialect: Dialect, sample: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        for record in dialect.reader(_lines(sample), strict=True):
            if record:
                records.append(record)
            if len(records) >= _RECORDS:
                break
    except csv.Error as error:
        # The sample may end in the middle of a quoted cell, which is no fault of the text.
        if not records or "unexpected end of data" not in str(error):
            raise
    return records


def _share_of_values(records: Sequence[Sequence[str]], width: int) -> float:
    """Give the share of cells that are numbers, dates or text without another delimiter in it."""
    cells = [cell for record in records if len(record) == width for cell in record]
    cells = cells[:5000]
    good = sum(
        1.0 if _VALUE.fullmatch(cell) else 0.7 if _PLAIN_TEXT.fullmatch(cell) else 0.0
        for cell in cells
    )
    return good / len(cells)


def _best(trials: Sequence[_Trial | None]) -> _Trial | None:
    found = [trial for trial in trials if trial is not None]
    return max(found, key=lambda trial: trial.score, default=None)


def _with_space(dialect: Dialect, sample: str) -> Dialect:
    """Drop blanks after delimiters where nearly every cell begins with one."""
    if dialect.delimiter + " " not in sample:
        return dialect
    cells = [cell for record in read_records(dialect, sample) for cell in record[1:] if cell]
    spaced = sum(cell.startswith(" ") for cell in cells)
    if cells and spaced >= 0.95 * len(cells):
        return Dialect(dialect.delimiter, dialect.quote, dialect.escape, skip_space=True)
    return dialect
