"""Opening an uploaded file: out of its packing, by the format that knows it."""

import json
from collections.abc import Generator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from armillary.capabilities.datasets.containers import (
    Unpacked,
    all_containers,
    find_container,
    unwrap,
)
from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import (
    HEAD_BYTES,
    LAST_RESORT,
    DelimitedText,
    HasParts,
    Part,
    Reading,
    ReadLimits,
    ReadOptions,
    Table,
    TableFormat,
    all_formats,
    find_format,
)
from armillary.capabilities.datasets.text.contents import name_of_content
from armillary.capabilities.datasets.text.descriptions import read_descriptions
from armillary.settings import Settings


def limits_of(settings: Settings) -> ReadLimits:
    """Give the limits that are set for tables."""
    return ReadLimits(
        rows=settings.max_rows,
        columns=settings.max_columns,
        cell_characters=settings.max_cell_characters,
        sheet_cells=settings.max_sheet_cells,
        unpacked_bytes=settings.max_unpacked_mb << 20,
        unpacked_ratio=settings.max_unpacked_ratio,
        members=settings.max_archive_members,
    )


def open_table(
    source: Path, filename: str, work: Path, limits: ReadLimits, options: ReadOptions
) -> Generator[Reading, None, Table]:
    """Read the table of a file, whatever it is packed in; raises `Unreadable`."""
    unpacked = yield from unwrap(source, filename, work, limits, options)
    found = require_format(unpacked)
    table = yield from found.read(unpacked.path, work, limits, unpacked.options)
    facts = {"format": found.id, **(unpacked.facts or {}), **table.facts}
    if isinstance(table, DelimitedText):
        body = table.body
        if described := read_descriptions(body.path, body.start_byte, table.names):
            facts["descriptions"] = json.dumps(described, ensure_ascii=False)
    warnings = (*_misnamed(unpacked.filename, found), *unpacked.warnings, *table.warnings)
    return replace(table, warnings=warnings, facts=facts)


def _misnamed(filename: str, found: TableFormat) -> list[str]:
    """Tell where a file of another name was read as what anything may be."""
    suffix = Path(filename).suffix.lower()
    names = [one.name for one in all_formats() if suffix in one.suffixes and one is not found]
    if found.id != LAST_RESORT or not names:
        return []
    return [f"The name {filename!r} is one of {names[0]}, but it holds text, read as {found.name}."]


def descriptions_of(facts: Mapping[str, str]) -> dict[str, str]:
    """Give what a file says of its columns, by their names."""
    found: dict[str, str] = json.loads(facts.get("descriptions", "{}"))
    return found


def list_parts(source: Path, filename: str, limits: ReadLimits) -> list[Part]:
    """List the tables of a file that holds several; one that holds one has none to choose from.

    Raises `Unreadable` where it cannot be opened.
    """
    container = find_container(source)
    members = [] if container is None else container.parts(source, filename, limits)
    if len(members) > 1:
        return members
    with TemporaryDirectory() as folder:
        work = Path(folder).resolve()
        unpacking = unwrap(source, filename, work, limits, ReadOptions())
        while True:
            try:
                next(unpacking)
            except StopIteration as end:
                unpacked: Unpacked = end.value
                break
        found = require_format(unpacked)
        return found.parts(unpacked.path) if isinstance(found, HasParts) else []


def require_format(unpacked: Unpacked) -> TableFormat:
    """Find the format of a file; raises `Unreadable` where there is none for it."""
    found = find_format(unpacked.filename, unpacked.path)
    if found is not None:
        return found
    with unpacked.path.open("rb") as file:
        name = name_of_content(file.read(HEAD_BYTES))
    known = ", ".join(each.name for each in all_formats())
    packings = ", ".join(each.name for each in all_containers())
    raise Unreadable(
        f"{unpacked.filename!r} is {name or 'of no known kind'}, not a table in a format that can "
        f"be imported ({known}; also packed as {packings}). Save it as CSV."
    )
