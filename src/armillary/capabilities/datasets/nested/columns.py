"""Writing the records of JSON as a typed table."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from armillary.capabilities.datasets.formats import Reading, ReadLimits, ReadOptions, TypedTable
from armillary.capabilities.datasets.nested.layout import Layout
from armillary.capabilities.datasets.nested.records import records
from armillary.capabilities.datasets.nested.scan import JsonText
from armillary.capabilities.datasets.nested.tree import Node, Plan
from armillary.capabilities.datasets.text.header import has_header, made_up_names, read_names
from armillary.capabilities.datasets.typed.columns import Batch, remarks, write
from armillary.capabilities.datasets.typed.names import clean_names
from armillary.capabilities.datasets.typed.tables import flattening_rule
from armillary.capabilities.datasets.typed.values import sheet_text
from armillary.capabilities.datasets.typed.writing import (
    batch_rows,
    refuse_columns,
    refuse_rows,
)
from armillary.capabilities.datasets.words import counted, listed

_BATCH_ROWS = 2048


def read_records(
    source: Path, work: Path, layout: Layout, limits: ReadLimits, options: ReadOptions
) -> Generator[Reading, None, TypedTable]:
    """Read all records twice: to see what their fields are, and to write them as columns."""
    total = source.stat().st_size
    head = _find_header(layout, options)
    root = Node(limits.columns)
    warnings = yield from _see(source, layout, root, head, limits, options)
    plan = root.plan(names=head.names)
    leaves = list(plan.leaves())
    refuse_columns(limits.columns + 1 if root.has_too_many else len(leaves), limits)
    header = clean_names(_each_once(leaves))
    decisions = [leaf.decision for leaf in leaves if leaf.decision is not None]

    def batches() -> Iterator[Batch]:
        with JsonText(source, options.encoding) as text:
            found = islice(records(text, layout), head.rows, None)
            while batch := list(islice(found, batch_rows(len(leaves)))):
                yield list(plan.columns(batch)), text.bytes_read

    target = work / "typed.parquet"
    rows = yield from write(batches(), decisions, target, limits, total)
    facts = dict(layout.facts)
    if taken_apart := list(plan.taken_apart()):
        facts["flattening"] = flattening_rule(taken_apart)
    told = (*layout.warnings, *head.warnings, *header.warnings, *warnings)
    told += (*_tell_infinite(leaves), *remarks(header.names, decisions))
    return TypedTable(target, header.names, rows, told, facts)


@dataclass(frozen=True)
class _Head:
    """What the first row says of records that are lists."""

    rows: int = 0
    """How many rows it takes."""
    names: dict[Any, str] = field(default_factory=dict)
    """The names of the columns by their places."""
    warnings: tuple[str, ...] = ()


def _find_header(layout: Layout, options: ReadOptions) -> _Head:
    rows = layout.rows
    if layout.way != "list" or rows is None or not rows.sample:
        return _Head()
    texts = [[sheet_text(cell) if cell is not None else "" for cell in row] for row in rows.sample]
    width = max(rows.longest, 1)
    texts = [[*row, *[""] * (width - len(row))] for row in texts]
    is_named = options.has_header if options.has_header is not None else has_header(texts)
    header = read_names(texts[0], width) if is_named else made_up_names(width)
    return _Head(int(is_named), dict(enumerate(header.names)), header.warnings)


def _see(
    source: Path,
    layout: Layout,
    root: Node,
    head: _Head,
    limits: ReadLimits,
    options: ReadOptions,
) -> Generator[Reading, None, tuple[str, ...]]:
    total = source.stat().st_size
    rows = short = 0
    longest = layout.rows.longest if layout.rows is not None else 0
    warnings = []
    with JsonText(source, options.encoding) as text:
        found = islice(records(text, layout), head.rows, None)
        while not root.has_too_many and (batch := list(islice(found, _BATCH_ROWS))):
            rows += len(batch)
            refuse_rows(rows, limits)
            root.look(batch)
            short += sum(1 for record in batch if len(record) < longest)
            yield Reading(text.bytes_read // 2, total, rows)
        if text.first_repeated is not None:
            name, line = text.first_repeated
            warnings.append(
                f"{counted(text.repeated, 'object')} with a name that stands in it twice (the "
                f"first {name!r}, near line {line:,}): its last value was taken."
            )
    if short:
        warnings.append(
            f"{counted(short, 'row')} with fewer values than {longest:,}: what is missing was "
            "left empty."
        )
    return tuple(warnings)


def _each_once(leaves: Sequence[Plan]) -> list[str]:
    """Give the names, those apart that only became alike when objects were taken apart."""
    names: list[str] = []
    taken = set()
    for leaf in leaves:
        name, number = leaf.name, 2
        while name in taken:
            name, number = f"{leaf.name}_{number}", number + 1
        taken.add(name)
        names.append(name)
    return names


def _tell_infinite(leaves: Sequence[Plan]) -> tuple[str, ...]:
    found = [f"{leaf.name} ({leaf.infinite:,})" for leaf in leaves if leaf.infinite]
    if not found:
        return ()
    return (f"Numbers too large for 64-bit floats read as infinity: {listed(found)}.",)
