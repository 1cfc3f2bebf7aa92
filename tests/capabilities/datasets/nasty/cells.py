"""Saying whether two readers found the same cells, up to the forms that types give them."""

import datetime
import decimal
import json
import math
import re
from typing import Any

from armillary.capabilities.datasets.columns.kinds import MISSING_WORDS
from tests.capabilities.datasets.nasty.references import Rows, is_blank

_MISSING = {"", "<na>", "n/a", "-nan", "-1.#ind", "1.#qnan", *MISSING_WORDS}
_MONTHS = {
    name: f" {number} "
    for number, name in enumerate(
        "jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1
    )
}
_MONTH = re.compile("(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*", re.IGNORECASE)


def first_difference(ours: Rows, theirs: Rows) -> str | None:
    """Say where two tables differ first, or None where they do not."""
    widths = {len(row) for row in ours}, {len(row) for row in theirs}
    if (len(ours), widths[0]) != (len(theirs), widths[1]):
        return f"shape {len(ours)}x{sorted(widths[0])} and {len(theirs)}x{sorted(widths[1])}"
    for number, (row, other) in enumerate(zip(ours, theirs, strict=True), 1):
        for column, (cell, its) in enumerate(zip(row, other, strict=True), 1):
            if not are_same(cell, its):
                return f"row {number} column {column}: {cell!r:.60} and {its!r:.60}"
    return None


def are_same(ours: Any, theirs: Any) -> bool:
    """Whether two cells hold the same: a number may be text, a date be written in its own way."""
    if isinstance(theirs, bytes):
        return ours in (theirs.hex(), theirs.decode("utf-8", "replace"))
    if isinstance(theirs, list | dict | tuple):
        return bool(_nested(_as_json(str(ours))) == _nested(theirs))
    if isinstance(theirs, datetime.time):
        return datetime.time.fromisoformat(str(ours)) == theirs
    one, other = _plain(ours), _plain(theirs)
    if one == other:
        return True
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12)
    if isinstance(one, datetime.datetime) and isinstance(other, str):
        return one in _moments(other)
    if isinstance(one, str) and isinstance(other, datetime.datetime):
        return other in _moments(one)
    return False


def _nested(value: Any) -> Any:
    """Give a nested value with maps as objects, keys and odd values as text."""
    if isinstance(value, list | tuple):
        if value and all(isinstance(each, tuple) and len(each) == 2 for each in value):
            return {str(key): _nested(each) for key, each in value}
        return [_nested(each) for each in value]
    if isinstance(value, dict):
        return {str(key): _nested(each) for key, each in value.items()}
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return value


def _plain(cell: Any) -> Any:
    if is_blank(cell):
        return None
    if hasattr(cell, "item"):
        cell = cell.item()
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, int | float | decimal.Decimal):
        return float(cell)
    if isinstance(cell, datetime.datetime):
        return cell if cell.tzinfo is None else _utc(cell)
    if isinstance(cell, datetime.date):
        return datetime.datetime(cell.year, cell.month, cell.day)
    if isinstance(cell, datetime.timedelta):
        return cell.total_seconds()
    return _plain_text(str(cell))


def _plain_text(text: str) -> Any:
    text = text.strip().replace("\r\n", "\n").replace("\0", "")
    if text.lower() in _MISSING:
        return None
    if text.lower() in ("true", "false"):
        return text.lower()
    try:
        return float(text.replace(",", ".")) if "_" not in text else text
    except ValueError:
        return text


def _utc(moment: datetime.datetime) -> datetime.datetime:
    return moment.astimezone(datetime.UTC).replace(tzinfo=None)


def _moments(text: str) -> set[datetime.datetime]:
    found = set()
    try:
        moment = datetime.datetime.fromisoformat(text.replace(" +", "+"))
        found.add(moment if moment.tzinfo is None else _utc(moment))
    except ValueError:
        pass
    numbers = re.findall(r"\d+", _MONTH.sub(lambda match: _MONTHS[match[1].lower()], text))
    if len(numbers) < 3:
        return found
    clock = [int(number) for number in numbers[3:6]]
    micros = int(numbers[6][:6].ljust(6, "0")) if len(numbers) > 6 else 0
    for order in ((0, 1, 2), (2, 1, 0), (2, 0, 1)):  # year first, day first, month first
        try:
            day = [int(numbers[place]) for place in order]
            found.add(datetime.datetime(*day, *clock, *[0] * (3 - len(clock)), micros))
        except ValueError:
            continue
    return found


def _as_json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
