"""Names of columns that come with a file: cleaned, each one once."""

from collections.abc import Sequence

from armillary.capabilities.datasets.text.header import Header, read_names
from armillary.capabilities.datasets.words import counted


def clean_names(given: Sequence[str]) -> Header:
    """Give the names as they are kept; raises `Unreadable` for one that stands twice.

    What no name can hold (control characters, halves of surrogate pairs) is left out, and told.
    """
    names = [_clean(name) for name in given]
    header = read_names(names, len(names))
    changed = sum(1 for old, new in zip(given, names, strict=True) if old != new)
    if not changed:
        return header
    told = f"{counted(changed, 'column name')} had characters that cannot be shown: left out."
    return Header(header.names, (told, *header.warnings))


def _clean(name: str) -> str:
    return "".join(letter for letter in name if letter.isprintable() or letter.isspace())
