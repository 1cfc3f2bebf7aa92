"""What comments above a table say of its columns, as archives of astronomy write them."""

import re
from collections.abc import Sequence
from pathlib import Path

_DESCRIPTION = re.compile(r"#\s*COLUMN\s+([^\s:]+)\s*:\s*(\S.*?)\s*$")
_MOST_BYTES = 1 << 20
_CHARACTERS = 300


def read_descriptions(path: Path, end_byte: int, names: Sequence[str]) -> dict[str, str]:
    """Read ``# COLUMN name: description`` above the rows of a UTF-8 text, of columns it has."""
    with path.open("rb") as file:
        text = file.read(min(end_byte, _MOST_BYTES)).decode("utf-8", "replace")
    found = {}
    for line in text.splitlines():
        described = _DESCRIPTION.match(line)
        if described is not None and described[1] in names:
            found[described[1]] = described[2][:_CHARACTERS]
    return found
