"""What people are told of a table that was imported, in words."""

from collections.abc import Mapping, Sequence

from armillary.capabilities.datasets.columns.profile import ColumnProfile
from armillary.capabilities.datasets.second_look import Written
from armillary.capabilities.datasets.words import counted, listed

_MANY_ROWS = 10_000_000
_MUCH_MEMORY = 1000 * 1024 * 1024


def tell(
    told: Sequence[str], table: Written, profiles: Sequence[ColumnProfile], memory_bytes: int
) -> list[str]:
    """Give the warnings about a table, those of its format first."""
    about = [*_warn(table, profiles), *_warn_of_size(table, memory_bytes)]
    return _bounded([*told, *about])


def _warn(table: Written, profiles: Sequence[ColumnProfile]) -> list[str]:
    named = list(zip(table.names, table.kinds, table.tallies, profiles, strict=True))
    empty = [name for name, _, _, profile in named if not profile.filled]
    warnings = []
    if empty:
        are = "column has" if len(empty) == 1 else "columns have"
        warnings.append(f"{len(empty):,} {are} no values at all: {listed(empty)}.")
    words = {name: tally.words for name, _, tally, _ in named if tally.words}
    if words:
        warnings.append(
            f"{counted(sum(words.values()), 'cell')} with words such as NA or ? were read as "
            f"missing, in {_counted_each(words)}."
        )
    unread = {name: tally.unread for name, _, tally, _ in named if tally.unread}
    if unread:
        warnings.append(
            f"{counted(sum(unread.values()), 'cell')} could not be read as the type that was asked "
            f"for and became missing, in {_counted_each(unread)}."
        )
    return warnings + [
        f"Column {name!r} {kind.remark}." for name, kind, _, _ in named if kind.remark
    ]


def _counted_each(counts: Mapping[str, int]) -> str:
    return listed([f"{name} ({count:,})" for name, count in counts.items()])


def _warn_of_size(table: Written, memory_bytes: int) -> list[str]:
    warnings = []
    if table.rows > _MANY_ROWS:
        warnings.append(f"{counted(table.rows, 'row')}: training on all of them takes long.")
    if memory_bytes > _MUCH_MEMORY:
        warnings.append(f"The values take {memory_bytes / 2**20:,.0f} MB of memory when loaded.")
    return warnings


def _bounded(warnings: list[str]) -> list[str]:
    """Keep as many warnings as an event of the dataset can carry."""
    most = 20
    shown = [text if len(text) <= 400 else text[:399] + "…" for text in warnings[:most]]
    if len(warnings) > most:
        shown.append(f"{counted(len(warnings) - most, 'more warning')}.")
    return shown
