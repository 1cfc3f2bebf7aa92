"""Columns whose values, gaps or way of writing go with one class: flags set after the verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.seen import Column, Seen
from armillary.learning.guard.telling import (
    FEW_VALUES,
    Telling,
    telling_gaps,
    telling_values,
)

_ROWS = 50
_HEAD = re.compile(r"^[A-Za-z]*\d?(?=\W|\d|$)")


class TellingValues:
    """Looks for values that tell a class, column by column."""

    id = "telling_values"
    rank = 40

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield a finding for each column that has such values."""
        if seen.classes is None or seen.n_rows < _ROWS:
            return
        named = {name for one in found if one.tells for name in one.columns}
        told_by: dict[str, list[Telling]] = seen.kept.setdefault("telling", {})
        for name in seen.names:
            column = seen.columns[name]
            tellings = list(telling_gaps(seen, column))
            kind = "filled_for_one_class" if tellings else "telling_values"
            tellings = tellings or list(telling_values(seen, column))
            if not tellings and column.numbers is None and column.n_values > FEW_VALUES:
                kind, tellings = "telling_names", list(_telling_heads(seen, column))
            if tellings:
                told_by[name] = tellings
                if name not in named:
                    yield _finding(seen, name, kind, tellings)


lookout = TellingValues()


def _telling_heads(seen: Seen, column: Column) -> Iterator[Telling]:
    """Look at how names begin: planets get another name once they are confirmed."""
    heads = [found.group() if (found := _HEAD.match(str(text))) else "" for text in column.values]
    kinds = sorted(set(heads))
    if not 2 <= len(kinds) <= FEW_VALUES * 10:
        return
    place_of = {kind: place for place, kind in enumerate(kinds)}
    of_value = np.array([*(place_of[head] for head in heads), -1], dtype=np.int64)
    codes = of_value[column.codes]
    counts = np.bincount(codes[codes >= 0], minlength=len(kinds))
    for kind in np.argsort(-counts)[:FEW_VALUES]:
        alone = Column(column.name, "categorical", (codes == kind).astype(np.int64), None, ["", ""])
        for told in telling_values(seen, alone):
            if told.rows[codes == kind].all() and not told.is_never:
                said = f"begins with “{kinds[int(kind)]}”"
                yield Telling(told.rows, said, told.place, told.right, told.covers)


def _finding(seen: Seen, name: str, kind: str, tellings: Sequence[Telling]) -> Finding:
    best = max(tellings, key=lambda told: (not told.is_never, told.covers))
    label = seen.label(best.place)
    count = int(best.rows.sum())
    if best.is_never:
        told = (
            f"Where `{name}` {best.what} ({count:,} rows) {seen.target_name} is never {label} "
            f"({words.share(1 - best.right)}), which is {words.share(seen.shares[best.place])} of "
            "all rows."
        )
    else:
        told = (
            f"Where `{name}` {best.what} ({count:,} rows) {seen.target_name} is {label} in "
            f"{words.share(best.right)} of the rows; of all rows "
            f"{words.share(seen.shares[best.place])} are. That covers "
            f"{words.share(best.covers)} of {label}."
        )
    return Finding(
        kind=kind,
        severity="warning" if best.is_never or best.covers < 0.15 else "serious",
        columns=(name,),
        strength=best.right,
        meaning=f"share of these rows that {'is not' if best.is_never else 'is'} {label}",
        why=f"{told} Such a value is mostly written down once the answer is known.",
        fix=Fix(leave_out=(name,)),
        tells=True,
    )
