"""Several rows of one star, patient or customer: a random split puts them on both sides."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from armillary.learning.guard import words
from armillary.learning.guard.contract import Finding, Fix, Severity
from armillary.learning.guard.seen import Column, Seen

if TYPE_CHECKING:
    from armillary.learning.guard.seen import Codes, Floats

_FEWEST_GROUPS = 20
_MOST_A_GROUP = 25
_LARGEST_SHARE = 0.2
_FEWEST_PAIRS = 40
_SAME, _MANY_VALUES = 0.9, 20
_AGREE, _SURE = 0.1, 5.0
_COARSER, _ALIKE = 0.7, 1.1


@dataclass(frozen=True)
class _Groups:
    """A column whose values may be things that have several rows each."""

    column: Column
    n_groups: int
    in_groups: float
    shared: tuple[str, ...]
    agreement: float
    chance: float
    is_sure: bool

    @property
    def weight(self) -> int:
        return len(self.shared) + (3 if self.is_sure else 0)


class Entities:
    """Looks for columns whose values name things that have several rows each."""

    id = "entities"
    rank = 10

    def look(self, seen: Seen, found: Sequence[Finding]) -> Iterator[Finding]:
        """Yield the one column that the rows should be kept together by."""
        if seen.group is not None:
            self._keep_together(seen, seen.columns[seen.group])
            return
        candidates = [
            groups for name in seen.names if (groups := _groups_of(seen, seen.columns[name]))
        ]
        if not candidates:
            return
        most = max(one.weight for one in candidates)
        worthy = [one for one in candidates if one.weight >= _COARSER * most]
        fewest = min(one.n_groups for one in worthy)
        # Of several that name the same things the first in the table is mostly their number.
        chosen = next(one for one in worthy if one.n_groups <= _ALIKE * fewest)
        self._keep_together(seen, chosen.column)
        yield _finding(seen, chosen)

    def _keep_together(self, seen: Seen, column: Column) -> None:
        """Judge what is looked at later on other things than those it was counted on."""
        of_group = np.random.default_rng(0).permutation(column.n_values + 1) % 5
        folds = of_group[column.codes]
        alone = column.is_missing
        folds[alone] = np.arange(int(alone.sum())) % 5
        seen.folds = folds
        seen.kept["entity"] = column.name


lookout = Entities()


def _groups_of(seen: Seen, column: Column) -> _Groups | None:
    if not _may_name_things(column):
        return None
    pairs, neighbours = _pairs(column)
    if len(pairs) < max(_FEWEST_PAIRS, 0.01 * seen.n_rows):
        return None
    agreement, chance = _agreement(seen, pairs), _agreement(seen, neighbours)
    noise = np.sqrt(max(chance * (1 - chance), 0.02) * (1 / len(pairs) + 1 / len(neighbours)))
    is_sure = agreement - chance > max(_AGREE, _SURE * float(noise))
    shared = tuple(
        name
        for name in seen.names
        if name != column.name and _is_shared(seen.columns[name], column, pairs, neighbours)
    )
    if not shared and not is_sure:
        return None
    several = column.counts[column.counts > 1].sum() / seen.n_rows
    return _Groups(
        column, column.n_values, float(several), shared, agreement, chance, bool(is_sure)
    )


def _may_name_things(column: Column) -> bool:
    if column.role == "datetime" or (column.numbers is not None and not column.is_whole):
        return False
    if column.n_values < _FEWEST_GROUPS:
        return False
    known = int(column.counts.sum())
    is_small = known <= _MOST_A_GROUP * column.n_values
    return is_small and bool(column.counts.max() <= max(_MOST_A_GROUP, _LARGEST_SHARE * known))


def _pairs(column: Column) -> tuple[Any, Any]:
    """Give pairs of rows of one value, and for each a pair with a row of the next value."""
    order = np.lexsort((np.random.default_rng(2).random(len(column.codes)), column.codes))
    order = order[column.codes[order] >= 0]
    first, second = order[:-1], order[1:]
    same = column.codes[first] == column.codes[second]
    starts = np.flatnonzero(np.concatenate([[True], ~same]))
    firsts = order[starts]
    pairs = np.stack([first[same], second[same]], axis=1)
    group = (np.cumsum(np.concatenate([[True], ~same])) - 1)[:-1][same]
    beside = np.where(group + 1 < len(firsts), group + 1, group - 1)
    return pairs, np.stack([first[same], firsts[beside]], axis=1)


def _agreement(seen: Seen, pairs: Codes) -> float:
    """Say how much the targets of pairs agree: a share for classes, a correlation for numbers."""
    if not len(pairs):
        return 0.0
    one, other = seen.target[pairs[:, 0]], seen.target[pairs[:, 1]]
    if seen.classes is not None:
        return float((one == other).mean())
    spread = float(np.asarray(seen.target, dtype=np.float64).var())
    return 1.0 - float(np.square(one - other).mean()) / (2 * spread) if spread > 0 else 0.0


def _is_shared(other: Column, column: Column, pairs: Codes, neighbours: Codes) -> bool:
    """Whether rows of one thing have the same value there, and neighbouring things have not."""
    # A column as fine as this one says no more than that rows differ.
    if other.n_values < _MANY_VALUES or other.n_values > 1.2 * column.n_values + 5:
        return False
    return _same(other, pairs) >= _SAME and _same(other, neighbours) <= 0.3


def _same(other: Column, pairs: Codes) -> float:
    one, two = other.codes[pairs[:, 0]], other.codes[pairs[:, 1]]
    known = (one >= 0) & (two >= 0)
    if known.sum() < _FEWEST_PAIRS / 2:
        return 0.5
    shares: Floats = (one == two)[known]
    return float(shares.mean())


def _finding(seen: Seen, groups: _Groups) -> Finding:
    name = groups.column.name
    severity: Severity = "serious" if groups.is_sure else "warning"
    known = int(groups.column.counts.sum())
    told = [
        f"`{name}` has {groups.n_groups:,} values in {known:,} rows, and "
        f"{words.share(groups.in_groups)} of the rows share theirs with another row."
    ]
    if groups.shared:
        told.append(f"Rows of one value also share {words.names(groups.shared)}.")
    if groups.is_sure and seen.classes is not None:
        told.append(
            f"Two rows of one value have the same {seen.target_name} in "
            f"{words.share(groups.agreement)} of the cases, two others in "
            f"{words.share(groups.chance)}."
        )
    elif groups.is_sure:
        told.append(
            f"{seen.target_name} of two rows of one value correlates by {groups.agreement:.2f}, "
            f"of two others by {groups.chance:.2f}."
        )
    told.append("Split at random, a model is asked about things of which it has seen a row.")
    return Finding(
        kind="entities",
        severity=severity,
        columns=(name,),
        strength=groups.in_groups,
        meaning="share of rows that share their value with another row",
        why=" ".join(told),
        fix=Fix(group=name),
    )
