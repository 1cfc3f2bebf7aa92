"""Rows that occur twice, exactly or nearly: one of the two may be learned from, the other judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.contract import Finding, Fix
from armillary.learning.guard.seen import Seen

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.guard.seen import Codes, Floats

_ROWS = 50
_SHARE, _SERIOUS = 0.01, 0.1
_FEWEST_NUMBERS = 4
_ASKED, _AGAINST = 1_500, 12_000
_NEAR, _DIFFERENT = 0.05, 0.2
_NEIGHBOURS = 12
_GLANCED = 100
_ROUNDING = 1e-12


class Duplicates:
    """Looks for rows with twins."""

    id = "duplicates"
    rank = 70

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield what part of the rows has an exact twin, and what part a near one."""
        if seen.n_rows < _ROWS:
            return
        telling = {name for one in found for name in one.columns if one.kind == "identifier"}
        names = [name for name in seen.names if name not in telling]
        groups = _same_rows(seen, names)
        twins = groups >= 0
        share, by_chance = float(twins.mean()), _by_chance(seen, names)
        if share > _SHARE + 3 * by_chance:
            yield _finding("duplicates", share, seen, _agreement(seen, groups))
        near = _near_twins(seen, names, twins)
        # Rows of one star look alike; that they belong together was said.
        if near > _SHARE * 2 and not any(one.kind == "entities" for one in found):
            yield _finding("near_duplicates", near, seen, None)


lookout = Duplicates()


def _same_rows(seen: Seen, names: Sequence[str]) -> Codes:
    """Number the rows that have an exact twin (n_rows,); -1 for those without."""
    if not names:
        return np.full(seen.n_rows, -1)
    hashed = np.zeros(seen.n_rows, dtype=np.uint64)
    chance = np.random.default_rng(3)
    for name in names:
        column = seen.columns[name]
        keys = chance.integers(0, 2**63, column.n_values + 1, dtype=np.uint64)
        hashed = hashed * np.uint64(0x9E3779B97F4A7C15) + keys[column.codes]
    _, places, counts = np.unique(hashed, return_inverse=True, return_counts=True)
    return np.where(counts[places] > 1, places, -1)


def _by_chance(seen: Seen, names: Sequence[str]) -> float:
    """Give the share of rows that would have a twin if columns had nothing to do with another."""
    same = 1.0
    for name in names:
        column = seen.columns[name]
        shares = np.append(column.counts, column.is_missing.sum()) / seen.n_rows
        same *= float(np.square(shares).sum())
    # Columns do have to do with one another; the root is a cautious guess of how much.
    return float(min(1.0, seen.n_rows * same**0.5)) if same > 0 else 0.0


def _agreement(seen: Seen, groups: Codes) -> float:
    """Give how often twins have the same target."""
    order = np.argsort(groups, kind="stable")
    order = order[groups[order] >= 0]
    same = groups[order[1:]] == groups[order[:-1]]
    target = np.asarray(seen.target)[order]
    return float((target[1:] == target[:-1])[same].mean()) if same.any() else 0.0


def _near_twins(seen: Seen, names: Sequence[str], twins: npt.NDArray[np.bool_]) -> float:
    """Give the share of rows that lie far nearer to one row than rows lie to one another."""
    numbers = [
        _standard(seen.columns[name].numbers)
        for name in names
        if seen.columns[name].numbers is not None
        and seen.columns[name].n_values > max(20, _DIFFERENT * seen.n_rows)
    ]
    rows = np.flatnonzero(~twins)
    if len(numbers) < _FEWEST_NUMBERS or len(rows) < _ROWS:
        return 0.0
    chance = np.random.default_rng(4)
    rows = chance.permutation(rows)[:_AGAINST]
    asked = rows[: min(_ASKED, len(rows))]
    against = np.stack(numbers, axis=1)[rows]
    near = 0
    for start in range(0, len(asked), 250):
        part = slice(start, min(start + 250, len(asked)))
        near += _count_near(against[part], against, start)
    # A twin outside the sample is not met.
    return min(1.0, near / len(asked) * (len(np.flatnonzero(~twins)) / len(rows)))


def _count_near(part: Floats, against: Floats, start: int) -> int:
    # |a - b|² = a·a + b·b - 2 a·b, all by one product.
    ours = np.column_stack([-2 * part, np.square(part).sum(axis=1), np.ones(len(part))])
    theirs = np.column_stack([against, np.ones(len(against)), np.square(against).sum(axis=1)])
    squares = ours @ theirs.T
    squares[np.arange(len(part)), start + np.arange(len(part))] = np.inf
    count = min(_NEIGHBOURS, squares.shape[1] - 1)
    # The last of its neighbours among some of the rows is no nearer than that among all.
    bound = np.partition(squares[:, :_GLANCED], count - 1, axis=1)[:, count - 1]
    squares = squares[squares.min(axis=1) < _NEAR**2 * np.maximum(bound, 0) + _ROUNDING]
    nearest = np.sqrt(np.maximum(np.partition(squares, count - 1, axis=1)[:, :count], 0))
    return int((nearest.min(axis=1) < _NEAR * nearest.max(axis=1)).sum())


def _standard(numbers: Floats | None) -> Floats:
    """Give numbers from 0 to 1, in which no far value drowns the others; missing ones lie apart."""
    assert numbers is not None
    known = ~np.isnan(numbers)
    out = np.full(len(numbers), -0.5)
    low, high = np.quantile(numbers[known], [0.01, 0.99]) if known.any() else (0.0, 1.0)
    scale = (high - low) or 1.0
    out[known] = np.clip((numbers[known] - low) / scale, -0.2, 1.2)
    return out


def _finding(kind: str, share: float, seen: Seen, agreement: float | None) -> Finding:
    how = "an exact twin" if kind == "duplicates" else "a nearly equal row"
    agrees = (
        ""
        if agreement is None
        else f" Twins have the same {seen.target_name} in {words.share(agreement)} of the cases."
    )
    return Finding(
        kind=kind,
        severity="serious" if share >= _SERIOUS else "warning",
        columns=(),
        strength=share,
        meaning="share of rows that have a twin",
        why=(
            f"{words.share(share)} of the rows have {how} elsewhere in the table.{agrees} Split at "
            "random, a model is asked about rows that it has seen. Deduplicate the table in "
            "Prepare, or keep rows together by what makes them one."
        ),
        fix=Fix(),
    )
