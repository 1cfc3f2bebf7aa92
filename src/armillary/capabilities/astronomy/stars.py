"""What stars are called: one spelling of each name, so that rows and light curves meet."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd

_CATALOGUES = ("KIC", "EPIC", "TIC", "Kepler", "K2", "TOI", "KOI")
_SPELLING = {name.lower(): name for name in _CATALOGUES}
_NAME = re.compile(
    r"(?<![a-z0-9])(KIC|EPIC|TIC|Kepler|K2|TOI|KOI)[\s_-]*0*([1-9][0-9]{0,11})(?![0-9])", re.I
)
_SIGNAL_OF_KEPLER = re.compile(r"(?<![a-z0-9])K0*([1-9][0-9]{0,5})\.[0-9]{2}(?![0-9])", re.I)
_FILES = (
    ("KIC", re.compile(r"kplr0*([1-9][0-9]*)[-_]", re.I)),
    ("EPIC", re.compile(r"ktwo0*([1-9][0-9]*)[-_]", re.I)),
    ("TIC", re.compile(r"tess[0-9]+-s[0-9]+-0*([1-9][0-9]*)-", re.I)),
)
_CARD = 80
_MOST_HEADER_BYTES = 32 * 1024
_MOST_LETTERS = 80


def names_in(text: str) -> list[str]:
    """Give the stars that a text names, as in ``Kepler-90 d`` or in the name of a mission's file.

    Each is its catalogue with its number: ``KIC 11442793``, ``Kepler-90``.
    """
    found = [_spelled(_SPELLING[said.lower()], number) for said, number in _NAME.findall(text)]
    found += [_spelled("KOI", number) for number in _SIGNAL_OF_KEPLER.findall(text)]
    for catalogue, pattern in _FILES:
        found += [_spelled(catalogue, number) for number in pattern.findall(text)]
    return list(dict.fromkeys(found))


def called(told: Iterable[str], mentioned: Iterable[str] = ()) -> list[str]:
    """Give what one star is called, by what was told of it, the most trusted first.

    Where two numbers of one catalogue are told, the first is believed. A text of ``told`` in no
    catalogue's way is a name as well; of ``mentioned`` only the catalogues' names count.
    """
    found: dict[str, str] = {}
    for text in told:
        plain = " ".join(text.split())[:_MOST_LETTERS]
        for name in names_in(plain) or [plain]:
            found.setdefault(_catalogue_of(name), name)
    for text in mentioned:
        for name in names_in(text):
            found.setdefault(_catalogue_of(name), name)
    return [name for name in found.values() if name]


def of_rows(frame: pd.DataFrame) -> list[list[str]]:
    """Give what the star of each row is called, by the columns of the missions' tables."""
    told: list[list[str]] = [[] for _ in range(len(frame))]
    for column, words in _COLUMNS.items():
        if column in frame.columns:
            for place, value in enumerate(frame[column]):
                if value is not None and value == value:
                    told[place].append(words(value))
    return [called(texts) for texts in told]


def star_in_header(data: bytes) -> str | None:
    """Give the star that the first header of a FITS file names, without reading the rest."""
    if not data.startswith(b"SIMPLE  ="):
        return None
    for start in range(0, min(len(data), _MOST_HEADER_BYTES), _CARD):
        card = data[start : start + _CARD].decode("ascii", "replace")
        if card.startswith("END "):
            return None
        if card.startswith("OBJECT  ="):
            value = card[9:].split("'")
            return (value[1].strip() or None) if len(value) > 1 else None
    return None


def _numbered(catalogue: str) -> Callable[[Any], str]:
    """Say a column that holds a catalogue's number, which tables may hold as 123.0."""
    return lambda value: f"{catalogue} {str(value).strip().removesuffix('.0')}"


_COLUMNS: Mapping[str, Callable[[Any], str]] = {
    "kepid": _numbered("KIC"),
    "epic_hostname": str,
    "epic_candname": str,
    "tid": _numbered("TIC"),
    "tic_id": str,
    "hostname": str,
    "k2_name": str,
    "kepler_name": str,
    "kepoi_name": str,
    "toi": lambda value: f"TOI {value}",
}
"""How the columns that name a star are said, the surest first."""


def _spelled(catalogue: str, number: str) -> str:
    return (
        f"{catalogue} {number}" if catalogue in ("KIC", "EPIC", "TIC") else f"{catalogue}-{number}"
    )


def _catalogue_of(name: str) -> str:
    """Give the part before the number; all names in no catalogue's way count as of one."""
    first = re.split(r"[ -]", name)[0]
    return first if first in _CATALOGUES else ""
