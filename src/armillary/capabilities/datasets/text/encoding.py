"""Finding the encoding of a text file and giving its text as UTF-8, without a byte-order mark."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.words import counted

_CHUNK_BYTES = 1 << 20
_SAMPLE_BYTES = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {"cp1252": "Windows-1252", "latin-1": "Latin-1"}
_ESCAPED = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII = re.compile("[^\x00-\x7f\udc80-\udcff]")
# What no text of any language holds, beyond tabs, line ends, form feeds and escapes.
_BINARY = bytes(set(range(32)) - {0, 9, 10, 11, 12, 13, 27, 28, 29, 30, 31})
# So many may stand in a text by accident, however short it is.
_FEW = 8
_NO_CP1252 = (b"\x81", b"\x8d", b"\x8f", b"\x90", b"\x9d")


@dataclass(frozen=True)
class Utf8Text:
    """A file of UTF-8 text: the given one, or a copy of it in the work folder."""

    path: Path
    encoding: str
    warnings: tuple[str, ...] = ()
    start_byte: int = 0
    """Where the text begins: behind a byte-order mark."""


@dataclass
class _Census:
    """What bytes that should be UTF-8 turned out to be."""

    invalid: int = 0
    first_invalid_line: int = 0
    first_invalid: str = ""
    beyond_ascii: int = 0
    nul: int = 0
    first_nul_line: int = 0
    lacks_cp1252: bool = False
    """Whether some of the invalid bytes are none of Windows-1252."""
    rest_lacks_cp1252: bool = False
    """Whether some of the others are none, were they read so."""


def to_utf8(source: Path, work: Path, encoding: str | None = None) -> Utf8Text:
    """Give a file's text as UTF-8; raises `Unreadable` for an empty file and for binary data.

    A file that is UTF-8 already is used as it is. One that is not, nor says what it is, is read as
    Windows-1252, with a warning that says so. Where the encoding is given, a file that is not
    written in it throughout is refused.
    """
    with source.open("rb") as file:
        head = file.read(_SAMPLE_BYTES)
    if not head:
        raise Unreadable("The file is empty. Choose one that holds a table.")
    mark, found = _find_mark(head)
    if encoding is not None:
        return _read_as(source, work, encoding, mark, found)
    if found not in (None, "utf-8"):
        return _transcode(source, work, str(found), len(mark))
    _refuse_binary(head)
    if _is_clean(source):
        return _as_it_is(source, len(mark))
    census = _take_census(source)
    return _repair(source, work, census, len(mark))


def _as_it_is(source: Path, mark_bytes: int) -> Utf8Text:
    if source.stat().st_size == mark_bytes:
        raise Unreadable("The file holds no text. Choose one that holds a table.")
    return Utf8Text(source, "utf-8", start_byte=mark_bytes)


def _read_as(source: Path, work: Path, encoding: str, mark: bytes, found: str | None) -> Utf8Text:
    """Read a file in the encoding that a person names, whose byte-order mark may stand there."""
    name = codecs.lookup(encoding).name.removesuffix("-sig")
    if name == "utf-8" and (found or name) == name and _is_clean(source):
        return _as_it_is(source, len(mark))
    is_marked = found is not None and bool(mark) and found.startswith(name)
    skip, name = (len(mark), str(found)) if is_marked else (0, name)
    path = work / "text.csv"
    lines = 0
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            for text in _decoded(source, name, "strict", skip):
                file.write(text.replace("\0", ""))
                lines += text.count("\n")
    except UnicodeError as error:
        raise Unreadable(
            f"The file is not {encoding} throughout: {error.args[-1]} after line {lines:,}. "
            "Choose another encoding, or have it found."
        ) from error
    _refuse_nothing(path)
    return Utf8Text(path, name)


def _is_clean(source: Path) -> bool:
    """Tell whether a file is UTF-8 throughout and has no NUL character, as nearly all are."""
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    is_between = True
    try:
        for chunk in _chunks(source, 0):
            if b"\0" in chunk:
                return False
            if is_between and chunk.isascii():
                continue
            decoder.decode(chunk)
            is_between = not decoder.getstate()[0]
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _find_mark(head: bytes) -> tuple[bytes, str | None]:
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return mark, encoding
    # Latin text in UTF-16 without a mark: every other byte is zero.
    evens, odds = head[0:4096:2], head[1:4096:2]
    if len(odds) >= 2:
        if odds.count(0) > 0.4 * len(odds) and evens.count(0) < 0.05 * len(evens):
            return b"", "utf-16-le"
        if evens.count(0) > 0.4 * len(evens) and odds.count(0) < 0.05 * len(odds):
            return b"", "utf-16-be"
    return b"", None


def _refuse_binary(head: bytes) -> None:
    controls = len(head) - len(head.translate(None, _BINARY))
    if controls + head.count(0) >= _FEW and (
        controls > 0.05 * len(head) or head.count(0) > 0.1 * len(head)
    ):
        share = 100 * (controls + head.count(0)) / len(head)
        raise Unreadable(
            f"The file is not a table in text form: {share:.0f} % of its first "
            f"{len(head):,} bytes are control characters. Choose a CSV file."
        )


def _chunks(source: Path, skip: int) -> Iterator[bytes]:
    with source.open("rb") as file:
        file.seek(skip)
        while chunk := file.read(_CHUNK_BYTES):
            yield chunk


def _decoded(source: Path, encoding: str, errors: str, skip: int) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    for chunk in _chunks(source, skip):
        yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _take_census(source: Path) -> _Census:
    census = _Census()
    line = 1
    for text in _decoded(source, "utf-8", "surrogateescape", 0):
        if not text.isascii():
            _count_invalid(census, text, line)
        if nul := text.count("\0"):
            if not census.nul:
                census.first_nul_line = line + text.count("\n", 0, text.index("\0"))
            census.nul += nul
        line += text.count("\n")
    return census


def _count_invalid(census: _Census, text: str, line: int) -> None:
    census.beyond_ascii += len(_BEYOND_ASCII.findall(text))
    if not census.rest_lacks_cp1252:
        valid = _ESCAPED.sub("", text).encode()
        census.rest_lacks_cp1252 = any(byte in valid for byte in _NO_CP1252)
    found = _ESCAPED.findall(text)
    if not found:
        return
    if not census.invalid:
        place = text.index(found[0])
        census.first_invalid_line = line + text.count("\n", 0, place)
        before = text[max(place - 20, 0) : place].split("\n")[-1]
        census.first_invalid = before + text[place : place + 20].split("\n")[0]
    census.invalid += len(found)
    raw = "".join(found).encode("utf-8", "surrogateescape")
    census.lacks_cp1252 |= any(byte in raw for byte in _NO_CP1252)


def _repair(source: Path, work: Path, census: _Census, mark_bytes: int) -> Utf8Text:
    is_utf8 = census.invalid == 0 or census.beyond_ascii >= 3 * census.invalid
    lacks = census.lacks_cp1252 or (census.rest_lacks_cp1252 and not is_utf8)
    fallback = "latin-1" if lacks else "cp1252"
    encoding = "utf-8" if is_utf8 else fallback
    warnings = _explain(census, encoding, fallback)
    path = work / "text.csv"
    errors = "surrogateescape" if is_utf8 else "strict"
    with path.open("w", encoding="utf-8", newline="") as file:
        for text in _decoded(source, encoding, errors, mark_bytes):
            if is_utf8 and census.invalid:
                text = _ESCAPED.sub(lambda found: _from_byte(found[0], fallback), text)
            file.write(text.replace("\0", ""))
    _refuse_nothing(path)
    return Utf8Text(path, encoding, warnings)


def _from_byte(escaped: str, encoding: str) -> str:
    return escaped.encode("utf-8", "surrogateescape").decode(encoding)


def _explain(census: _Census, encoding: str, fallback: str) -> tuple[str, ...]:
    warnings = []
    name = _NAMES[fallback]
    if census.invalid and encoding == "utf-8":
        warnings.append(
            f"{counted(census.invalid, 'byte')} not in UTF-8 as the rest is (first in line "
            f"{census.first_invalid_line:,}): read as {name}. Check the accented letters."
        )
    elif census.invalid:
        shown = _ESCAPED.sub(lambda found: _from_byte(found[0], fallback), census.first_invalid)
        warnings.append(
            f"The file is not UTF-8 (first seen in line {census.first_invalid_line}, near "
            f"{shown.strip()!r}); it was read as {name}. If letters look wrong, save it as UTF-8."
        )
    if census.nul:
        warnings.append(
            f"{counted(census.nul, 'NUL character')} (first in line {census.first_nul_line:,}): "
            "left out."
        )
    return tuple(warnings)


def _transcode(source: Path, work: Path, encoding: str, mark_bytes: int) -> Utf8Text:
    path = work / "text.csv"
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            for text in _decoded(source, encoding, "strict", mark_bytes):
                file.write(text.replace("\0", ""))
    except UnicodeError as error:
        name = encoding.upper().removesuffix("-LE").removesuffix("-BE")
        raise Unreadable(
            f"The file begins as {name} text but does not go on so ({error.args[-1]}). "
            "It may be cut off; save it again, best as UTF-8."
        ) from error
    _refuse_nothing(path)
    return Utf8Text(path, encoding)


def _refuse_nothing(path: Path) -> None:
    if path.stat().st_size == 0:
        raise Unreadable("The file holds no text. Choose one that holds a table.")
