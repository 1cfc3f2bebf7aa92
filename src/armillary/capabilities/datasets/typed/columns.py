"""Writing columns of Python values as a typed table, in two passes over them."""

from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import Any

from armillary.capabilities.datasets.errors import Unreadable
from armillary.capabilities.datasets.formats import Reading, ReadLimits
from armillary.capabilities.datasets.typed.values import Decision, Seen
from armillary.capabilities.datasets.typed.writing import TypedWriter, refuse_rows
from armillary.capabilities.datasets.words import counted, listed

Batch = tuple[list[Sequence[Any]], int]
"""Some rows as columns of values, and how many bytes of the file they reach to."""


def see(
    batches: Iterator[Batch], seen: Sequence[Seen], limits: ReadLimits, total_bytes: int
) -> Generator[Reading, None, None]:
    """Look at all values of all columns."""
    rows = 0
    for columns, place in batches:
        rows += len(columns[0])
        refuse_rows(rows, limits)
        for each, values in zip(seen, columns, strict=True):
            each.look(values)
        yield Reading(place // 2, total_bytes, rows)


def write(
    batches: Iterator[Batch],
    decisions: Sequence[Decision],
    target: Path,
    limits: ReadLimits,
    total_bytes: int,
) -> Generator[Reading, None, int]:
    """Write all values as decided; gives the number of rows."""
    storages = [decision.storage for decision in decisions]
    with TypedWriter(target, storages, limits) as writer:
        for columns, place in batches:
            try:
                arrays = [
                    decision.to_arrow(values)
                    for decision, values in zip(decisions, columns, strict=True)
                ]
            except (ValueError, TypeError, OverflowError) as error:
                raise Unreadable(
                    f"A value near row {writer.rows + 1:,} is not what it was when the file was "
                    f"looked at first ({error}). Import the file again."
                ) from error
            writer.write(arrays)
            yield Reading((total_bytes + place) // 2, total_bytes, writer.rows)
    return writer.rows


def write_twice(
    open_batches: Callable[[], Iterator[Batch]],
    seen: Sequence[Seen],
    target: Path,
    limits: ReadLimits,
    total_bytes: int,
) -> Generator[Reading, None, tuple[int, list[Decision]]]:
    """Look at all values, decide, and write them; gives rows and decisions."""
    yield from see(open_batches(), seen, limits, total_bytes)
    decisions = [each.decide() for each in seen]
    rows = yield from write(open_batches(), decisions, target, limits, total_bytes)
    return rows, decisions


def remarks(names: Sequence[str], decisions: Sequence[Decision]) -> tuple[str, ...]:
    """Give what has to be told of the columns."""
    columns: dict[str, list[str]] = {}
    for name, decision in zip(names, decisions, strict=True):
        if decision.remark is not None:
            columns.setdefault(decision.remark, []).append(name)
    told = [f"{remark}: {listed(found)}." for remark, found in columns.items()]
    words = [(name, each.missing_words) for name, each in zip(names, decisions, strict=True)]
    if total := sum(count for _, count in words):
        where = listed([f"{name} ({count:,})" for name, count in words if count])
        told.append(
            f"{counted(total, 'cell')} with words such as NA or ? were read as missing, in {where}."
        )
    repaired = [
        f"{name} ({each.repaired:,})"
        for name, each in zip(names, decisions, strict=True)
        if each.repaired
    ]
    if repaired:
        told.append(f"Texts with half a character, shown as �: {listed(repaired)}.")
    return tuple(told)
