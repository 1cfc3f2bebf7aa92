"""Copying Arrow record batches to a typed table: looked at first where need be, then written."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from armillary.capabilities.datasets.formats import Reading, ReadLimits, TypedTable
from armillary.capabilities.datasets.typed.conform import Plan, plan
from armillary.capabilities.datasets.typed.names import clean_names
from armillary.capabilities.datasets.typed.writing import TypedWriter

if TYPE_CHECKING:
    import pyarrow as pa

_LISTED = 5

Batches = Callable[["list[int]"], "Iterator[tuple[pa.RecordBatch, int]]"]
"""Gives the batches of the columns at some places, each with the share of the file read (bytes)."""


def copy_batches(
    schema: pa.Schema, open_batches: Batches, target: Path, limits: ReadLimits, total_bytes: int
) -> Generator[Reading, None, TypedTable]:
    """Copy all rows to a typed table; raises `Unreadable` past the limits."""
    made = plan(schema, limits)
    header = clean_names(made.names)
    yield from _look(made, open_batches, total_bytes)
    everything = list(range(len(schema)))
    with TypedWriter(target, [leaf.ways[0].storage for leaf in made.leaves], limits) as writer:
        for batch, place in open_batches(everything):
            writer.write([leaf.make(batch) for leaf in made.leaves])
            yield Reading(min(place, total_bytes), total_bytes, writer.rows)
    facts = {}
    if made.taken_apart:
        facts["flattening"] = flattening_rule(made.taken_apart)
    return TypedTable(target, header.names, writer.rows, (*header.warnings, *made.remarks()), facts)


def flattening_rule(names: list[str]) -> str:
    """Say how nested objects became columns."""
    shown = ", ".join(names[:_LISTED]) + (" …" if len(names) > _LISTED else "")
    return (
        f"The fields of nested objects ({shown}) are columns of their own, named `object.field`; "
        "lists are kept as JSON text."
    )


def _look(made: Plan, open_batches: Batches, total_bytes: int) -> Generator[Reading, None, None]:
    """Look at all values of the columns whose type alone does not say how to store them."""
    doubtful = [leaf for leaf in made.leaves if leaf.is_doubtful]
    if not doubtful:
        return
    places = sorted({leaf.path[0] for leaf in doubtful})
    where = {place: at for at, place in enumerate(places)}
    rows = 0
    for batch, _ in open_batches(places):
        rows += batch.num_rows
        for leaf in doubtful:
            leaf.look(batch, where[leaf.path[0]])
        yield Reading(0, total_bytes, rows)
