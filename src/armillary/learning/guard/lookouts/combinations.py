"""Small groups of columns that give the answer away together, though none may do so alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.alone import aucs, binned, look_alone, out_of_fold
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.seen import Codes, Column, Floats, Seen
from armillary.learning.guard.telling import Telling

_ROWS = 100
_FEW_VALUES, _PAIRED, _TRIPLED = 12, 40, 12
_RIGHT, _ERROR_RATIO = 0.97, 4.0
_SUM, _EXACT_SUM = 0.995, 0.99995
_MOST_SUMMED, _IN_A_SUM = 200, 8
_COMPARED, _DIFFERENCE, _FEWEST_COMPARED, _STRONG = 30, 0.995, 8, 0.9
_GLANCED_ROWS, _GLANCED = 800, 0.95


class Combinations:
    """Looks for flags that tell together, for crossed columns, sums and differences."""

    id = "combinations"
    rank = 60

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield each group, given what single columns were found to tell."""
        if seen.n_rows < _ROWS:
            return
        named = {name for one in found if one.tells for name in one.columns}
        rest = [seen.columns[name] for name in seen.names if name not in named]
        if seen.classes is None:
            yield from _sums(seen, rest)
            return
        yield from _together(seen)
        crossed = list(_crossed(seen, rest))
        yield from crossed
        taken = {name for one in crossed for name in one.columns}
        yield from _differences(seen, [column for column in rest if column.name not in taken])


lookout = Combinations()


def _together(seen: Seen) -> Iterator[Finding]:
    """Say what columns that each tell a class tell together."""
    held: dict[str, list[Telling]] = seen.kept.get("telling", {})
    for place in range(len(seen.classes or ())):
        columns: dict[str, np.ndarray] = {}
        for name, tellings in held.items():
            own = [told.rows for told in tellings if told.place == place and not told.is_never]
            # One that tells it all needs no others.
            if own and np.logical_or.reduce(own)[seen.target == place].mean() < 0.9:
                columns[name] = np.logical_or.reduce(own)
        if len(columns) < 2:
            continue
        rows = np.logical_or.reduce(list(columns.values()))
        right = float((seen.target[rows] == place).mean())
        covers = float(rows[seen.target == place].mean())
        names = tuple(columns)
        label = seen.label(place)
        yield Finding(
            kind="give_away_together",
            severity="serious" if covers > 0.5 else "warning",
            columns=names,
            strength=covers,
            meaning=f"share of {label} that one of them tells",
            why=(
                f"{words.names(names)} together tell {words.share(covers)} of {label}; where one "
                f"of them speaks, {seen.target_name} is {label} in {words.share(right)} of "
                f"{int(rows.sum()):,} rows."
            ),
            fix=Fix(leave_out=names),
            tells=True,
        )


def _crossed(seen: Seen, rest: Sequence[Column]) -> Iterator[Finding]:
    """Look at two and three columns of few values at once, as a table of their cells."""
    few = [column for column in rest if 2 <= column.n_values <= _FEW_VALUES][:_PAIRED]
    taken: set[str] = set()
    for size in (2, 3):
        left = [column for column in few if column.name not in taken]
        left = left if size == 2 else left[:_TRIPLED]
        for group in combinations(left, size):
            names = tuple(column.name for column in group)
            if taken.isdisjoint(names) and (right := _right_of_cells(seen, group)) is not None:
                taken.update(names)
                alone = max(look_alone(seen, column).right for column in group)
                yield _of_cells(seen, names, right, alone)


def _right_of_cells(seen: Seen, group: Sequence[Column]) -> float | None:
    cells, n_cells = np.zeros(seen.n_rows, dtype=np.int64), 1
    for column in group:
        bins = binned(column)
        cells = cells * (column.n_values + 1) + bins
        n_cells *= column.n_values
    if n_cells > seen.n_rows / 10:
        return None
    assert seen.classes is not None
    scores = out_of_fold(cells, seen.target, len(seen.classes), seen.folds)
    right = float((scores.argmax(axis=1) == seen.target).mean())
    alone = max(look_alone(seen, column).right for column in group)
    if right < _RIGHT or (1 - alone) < _ERROR_RATIO * max(1 - right, 1 / seen.n_rows):
        return None
    return right


def _of_cells(seen: Seen, names: tuple[str, ...], right: float, alone: float) -> Finding:
    return Finding(
        kind="give_away_together",
        severity="serious",
        columns=names,
        strength=right,
        meaning="share of rows whose class follows from them together",
        why=(
            f"{words.names(names)} together tell {seen.target_name} in {words.share(right)} of "
            f"the rows; the best of them alone does in {words.share(alone)}."
        ),
        fix=Fix(leave_out=names),
        tells=True,
    )


def _differences(seen: Seen, rest: Sequence[Column]) -> Iterator[Finding]:
    """Look at what two numbers make together: a class may be which of them is larger."""
    numeric = [column for column in rest if column.numbers is not None and column.n_values > 20]
    # Where strong columns abound two of them may well tell all.
    is_strong = any(look_alone(seen, column).best > _STRONG for column in rest)
    if is_strong or len(seen.names) < _FEWEST_COMPARED:
        return
    numeric = sorted(numeric, key=lambda one: -look_alone(seen, one).best)[:_COMPARED]
    taken: set[str] = set()
    everywhere = np.arange(seen.n_rows)
    # Some rows are enough to see that a pair is far from telling, and most pairs are.
    glanced = np.random.default_rng(6).permutation(everywhere)[:_GLANCED_ROWS]
    for one, other in _promising(seen, numeric, glanced):
        if taken & {one.name, other.name}:
            continue
        (told,) = _told_by(seen, one, [other], everywhere, unknown=0.5)
        if told < _DIFFERENCE:
            continue
        alone = max(look_alone(seen, column).best for column in (one, other))
        if (1 - alone) < _ERROR_RATIO * max(1 - told, 0.002):
            continue
        taken |= {one.name, other.name}
        names = (one.name, other.name)
        yield Finding(
            kind="give_away_together",
            severity="serious",
            columns=names,
            strength=told,
            meaning="AUC of the difference of the two",
            why=(
                f"Which of {words.names(names)} is larger tells {seen.target_name}: their "
                f"difference has an AUC of {told:.3f}, the better of them alone {alone:.3f}."
            ),
            fix=Fix(leave_out=names),
            tells=True,
        )


def _promising(
    seen: Seen, numeric: Sequence[Column], rows: Codes
) -> Iterator[tuple[Column, Column]]:
    """Yield the pairs whose difference seems to tell, by some rows."""
    for place, one in enumerate(numeric[:-1]):
        others = numeric[place + 1 :]
        told = _told_by(seen, one, others, rows, unknown=1.0)
        yield from (
            (one, other) for other, how in zip(others, told, strict=True) if how >= _GLANCED
        )


def _told_by(
    seen: Seen, one: Column, others: Sequence[Column], rows: Codes, *, unknown: float
) -> Floats:
    """Give the AUC of a column less each of others (n_others,), for the class it tells best.

    It is that in some rows, and ``unknown`` where these hold too few of every class to say.
    """
    assert one.numbers is not None
    own = np.stack([column.numbers[rows] for column in others if column.numbers is not None])
    values = one.numbers[rows] - own  # (other, row)
    is_missing = np.isnan(values)
    is_empty = is_missing.all(axis=1)
    if is_missing.any():
        values[is_empty] = 0.0
        values = np.where(np.isnan(values), np.nanmedian(values, axis=1, keepdims=True), values)
    found = aucs(values, seen.target[rows], len(seen.classes or ()))
    best = np.max(np.maximum(found, 1 - found), axis=1, initial=-1.0, where=np.isfinite(found))
    told: Floats = np.where(is_empty, 0.5, np.where(best < 0, unknown, best))
    return told


def _sums(seen: Seen, rest: Sequence[Column]) -> Iterator[Finding]:
    """Look whether the target is a sum of columns, or of their logarithms: a total, a rate."""
    numeric = [
        column
        for column in rest
        if column.numbers is not None and column.n_values > 2 and column.is_missing.mean() < 0.2
    ][:_MOST_SUMMED]
    target = np.asarray(seen.target, dtype=np.float64)
    if len(numeric) < 2 or len(numeric) > seen.n_rows / 5:
        return
    columns = np.stack([_filled(column) for column in numeric], axis=1)
    found = _fewest(columns, target)
    how = "a sum of multiples of"
    if found is None and (target > 0).all():
        positive = np.flatnonzero((columns > 0).all(axis=0))
        if len(positive) >= 2:
            found = _fewest(np.log(columns[:, positive]), np.log(target))
            found = found and ([int(positive[place]) for place in found[0]], found[1])
            how = "a product of powers of"
    if found is None:
        return
    places, explained = found
    if not 2 <= len(places) <= _IN_A_SUM:
        return
    names = tuple(numeric[place].name for place in places)
    yield Finding(
        kind="give_away_together",
        severity="serious" if explained > _EXACT_SUM else "warning",
        columns=names,
        strength=explained,
        meaning="R² of the sum or product",
        why=(
            f"{seen.target_name} is {how} {words.names(names)} (R² {explained:.5f}): what is "
            "computed from the answer's own parts is not predicted."
        ),
        fix=Fix(leave_out=names),
        tells=True,
    )


def _filled(column: Column) -> Floats:
    assert column.numbers is not None
    middle = np.nanmedian(column.numbers)
    filled: Floats = np.where(np.isnan(column.numbers), middle, column.numbers)
    return filled


def _fewest(columns: Floats, target: Floats) -> tuple[list[int], float] | None:
    """Give the fewest columns whose sum explains the target nearly or wholly."""
    spread = columns.std(axis=0)
    used = [int(place) for place in np.flatnonzero(spread > 0)]
    x = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    y = (target - target.mean()) / target.std()
    cross, reach = x.T @ x / len(y), x.T @ y / len(y)
    whole = _explained(cross, reach, used)
    if whole < _SUM:
        return None
    # What is exact stays exact without the columns that have no part in it.
    least = _EXACT_SUM if whole > _EXACT_SUM else _SUM
    while len(used) > 1:
        tried = [(_explained(cross, reach, [p for p in used if p != one]), one) for one in used]
        best, worst = max(tried)
        if best < least:
            break
        used.remove(worst)
    return used, _explained(cross, reach, used)


def _explained(cross: Floats, reach: Floats, used: Sequence[int]) -> float:
    part = cross[np.ix_(used, used)]
    weights = np.linalg.lstsq(part, reach[used], rcond=1e-10)[0]
    explained = float(2 * weights @ reach[used] - weights @ part @ weights)
    return min(explained, 1.0)
