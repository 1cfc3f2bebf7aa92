"""Delimited text: CSV, TSV and their kin, in any encoding and dialect."""

import csv
from collections.abc import Generator
from pathlib import Path
from typing import Literal

from armillary.capabilities.datasets.formats import (
    Beginning,
    DelimitedText,
    Reading,
    ReadLimits,
    ReadOptions,
)
from armillary.capabilities.datasets.text.cells import CELL_CHARACTERS
from armillary.capabilities.datasets.text.contents import name_of_content
from armillary.capabilities.datasets.text.encoding import to_utf8
from armillary.capabilities.datasets.text.layout import Given, Layout, lay_out


class CsvFormat:
    """Reads delimited text; the format of last resort, since anything may be a column of text."""

    id = "csv"
    name = "CSV"
    suffixes = (".csv", ".tsv", ".tab", ".txt", ".dat", ".data")

    def recognises(self, filename: str, head: bytes) -> bool:
        """Take every file that is not known to be something else."""
        return name_of_content(head) is None

    def read(
        self, source: Path, work: Path, limits: ReadLimits, options: ReadOptions
    ) -> Generator[Reading, None, DelimitedText]:
        """Find encoding, dialect and header; the cells are left to whoever imports them."""
        csv.field_size_limit(CELL_CHARACTERS)
        total = source.stat().st_size
        yield Reading(0, total, 0)
        text = to_utf8(source, work, options.encoding)
        given = Given(options.delimiter, options.quote, options.has_header, options.skip_rows)
        layout = lay_out(text, limits.columns, given)
        dialect = layout.body.dialect
        return DelimitedText(
            layout.body,
            layout.header.names,
            (*text.warnings, *layout.warnings, *layout.header.warnings),
            {
                "encoding": text.encoding,
                "delimiter": dialect.delimiter,
                "quote": dialect.quote or "",
                **({"escape": dialect.escape} if dialect.escape else {}),
            },
            Beginning(layout.first_lines, layout.skipped_lines, _decision(layout, options)),
            layout.head,
        )


format = CsvFormat()  # noqa: A001  # the word by which formats are found


def _decision(layout: Layout, options: ReadOptions) -> Literal["found", "given", "none"]:
    if not layout.header.is_there:
        return "none"
    return "found" if options.has_header is None else "given"
