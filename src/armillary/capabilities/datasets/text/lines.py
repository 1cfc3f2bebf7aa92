"""Telling in which line of a text a row of its table stands."""

from collections.abc import Collection
from contextlib import closing

from armillary.capabilities.datasets.text.cells import Body, Found, read_rows
from armillary.capabilities.datasets.text.survey import Survey


def find_lines(body: Body, rows: Collection[int], found: Survey | None = None) -> dict[int, int]:
    """Give the first line of each of these rows, which are counted from 0.

    Quick where the survey of the text says that every line is a row; else the text is read up to
    the last of them.
    """
    if not rows:
        return {}
    if found is not None and not found.has_blank_lines and not found.has_long_rows:
        return {row: body.start_line + row for row in rows}
    wanted, last = set(rows), max(rows)
    lines: dict[int, int] = {}
    with body.path.open("rb") as raw, closing(read_rows(raw, body, Found())) as rows_of_text:
        for row, (line, _) in enumerate(rows_of_text):
            if row in wanted:
                lines[row] = line
            if row == last:
                break
    return lines
