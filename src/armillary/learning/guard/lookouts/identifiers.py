"""Names and numbers that only tell rows apart: a model can only learn them by heart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.seen import Column, Seen

_DIFFERENT = 0.95
_MANY, _NEARLY_MANY = 20, 0.5
_WORDS = 4
_NAMED_SO = re.compile(r"(^|[_\W])(id|ids|key|uuid|guid|index|idx|no|nr|number|name|code)$", re.I)
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(Id|ID|No|Nr|Number|Name|Code)$|^[a-z]{2,5}id$")


class Identifiers:
    """Looks for columns that name rows."""

    id = "identifiers"
    rank = 20

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield each column that names rows, or things that have few rows each."""
        groups = {name for one in found if one.fix.group for name in one.columns}
        for name in seen.names:
            column = seen.columns[name]
            if name not in groups and _names_rows(column, seen.n_rows):
                yield _finding(column, seen.n_rows)


lookout = Identifiers()


def _names_rows(column: Column, n_rows: int) -> bool:
    known = int(column.counts.sum())
    if known < _MANY or column.role in ("datetime", "boolean"):
        return False
    distinct = column.n_values / known
    is_named_so = bool(_NAMED_SO.search(column.name) or _RUN_TOGETHER.search(column.name))
    if column.numbers is None:
        if _is_prose(column):
            return False
        return distinct > _DIFFERENT or (is_named_so and distinct > _NEARLY_MANY)
    if not column.is_whole:
        return False
    if is_named_so:
        return distinct > _NEARLY_MANY and column.n_values > _MANY
    values = np.asarray(column.values)
    return distinct == 1.0 and float(values[-1] - values[0]) < 1.5 * known


def _is_prose(column: Column) -> bool:
    """Whether cells hold sentences, in which words tell something."""
    sample = column.values[:: max(1, column.n_values // 200)]
    return float(np.mean([len(str(text).split()) for text in sample])) > _WORDS


def _finding(column: Column, n_rows: int) -> Finding:
    known = int(column.counts.sum())
    distinct = column.n_values / max(1, known)
    what = "names" if column.numbers is None else "numbers"
    return Finding(
        kind="identifier",
        severity="warning",
        columns=(column.name,),
        strength=distinct,
        meaning="different values to filled cells",
        why=(
            f"`{column.name}` has {column.n_values:,} different values in {known:,} filled cells "
            f"({words.share(distinct)}): {what} that tell rows apart. A model can learn them by "
            "heart, and they tell nothing of a new row."
        ),
        fix=Fix(leave_out=(column.name,)),
        tells=False,
    )
