"""Rows behind a step beside those before it: which cells and columns it changed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from armillary.learning.recipe.relation import Relation
    from armillary.learning.recipe.run import Done

_EXACT = 2**53
_CHARACTERS = 200


def show(
    after: Relation, before: Relation | None, done: Done | None, page: int, size: int
) -> dict[str, Any]:
    """Give a page of rows with marks.

    ``columns`` say of each whether it was ``added``, and how many of its cells changed; ``marks``
    are ``[row, column]`` of the changed cells of the page, ``specials`` those that JSON has no
    number for.
    """
    names = after.fields.names
    columns = ", ".join(f"c{place}" for place in range(len(names)))
    rows = after.read("n", columns, tail=f"order by n limit {size} offset {page * size}")
    can_compare = before is not None and done is not None and done.keeps_numbers
    common = _common(after, before) if can_compare and before is not None else []
    counts = _count_changes(after, before, common) if before is not None and common else {}
    added = set(done.added) if done is not None else set()
    cells, specials = _cells(rows)
    return {
        "columns": [
            {
                "name": field.name,
                "dtype": field.storage,
                "added": field.name in added,
                "changed": counts.get(field.name, 0),
            }
            for field in after.fields
        ],
        "rows": cells,
        "numbers": [row[0] for row in rows],
        "total_rows": after.count(),
        "page": page,
        "page_size": size,
        "marks": _marks(rows, before, common, counts) if before is not None else [],
        "specials": specials,
    }


def _common(after: Relation, before: Relation | None) -> list[tuple[int, int]]:
    """Give the places, after and before, of the columns that were there already."""
    if before is None:
        return []
    return [
        (place, before.fields.place(field.name))
        for place, field in enumerate(after.fields)
        if field.name in before.fields
    ]


def _count_changes(
    after: Relation, before: Relation, common: Sequence[tuple[int, int]]
) -> dict[str, int]:
    """Count the cells of each column that are not what they were."""
    olds = ", ".join(["n as bn", *(f"c{place} as b{place}" for _, place in common)])
    wanted = [_differs(after, before, now, old) for now, old in common]
    found = after.ask(
        *(f"count(*) filter ({each})" for each in wanted),
        tail=f"join (select {olds} from ({before.sql}) as o) as b on n = bn",
    )
    names = (after.fields[now].name for now, _ in common)
    return {name: count for name, count in zip(names, found, strict=True) if count}


def _differs(after: Relation, before: Relation, now: int, old: int) -> str:
    if after.fields[now].holds != before.fields[old].holds:
        return f"c{now}::varchar is distinct from b{old}::varchar"
    return f"c{now} is distinct from b{old}"


def _marks(
    rows: Sequence[Sequence[Any]],
    before: Relation,
    common: Sequence[tuple[int, int]],
    counts: dict[str, int],
) -> list[list[int]]:
    """Find the changed cells of some rows."""
    if not rows or not counts:
        return []
    changed = [(now, old) for now, old in common if before.fields[old].name in counts]
    numbers = ", ".join(str(row[0]) for row in rows)
    olds = {
        row[0]: row[1:]
        for row in before.read(
            "n", *(f"c{old}" for _, old in changed), tail=f"where n in ({numbers})"
        )
    }
    return [
        [place, now]
        for place, row in enumerate(rows)
        if row[0] in olds
        for at, (now, _) in enumerate(changed)
        if not _same(row[now + 1], olds[row[0]][at])
    ]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _cells(
    rows: Sequence[Sequence[Any]],
) -> tuple[list[list[Any]], list[list[Any]]]:
    specials: list[list[Any]] = []
    cells = []
    for place, row in enumerate(rows):
        shown = []
        for column, value in enumerate(row[1:]):
            if isinstance(value, float) and not math.isfinite(value):
                specials.append([place, column, str(value)])
            shown.append(_cell(value))
        cells.append(shown)
    return cells, specials


def _cell(value: Any) -> Any:
    """Give a cell as JSON holds it everywhere: long numbers as text, long texts cut."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _EXACT:
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and len(value) > _CHARACTERS:
        return f"{value[: _CHARACTERS - 1]}…"
    return value
