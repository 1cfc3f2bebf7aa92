"""Which columns to look at, and which of them say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.explaining import Block, Subject

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_TRIED_ROWS = 40
_MOST_SINGLY = 400
ALIKE = 0.7
_MOST_COMPARED = 200


def most_moving(subject: Subject, rng: np.random.Generator, most: int) -> list[Block]:
    """Give the columns that move what the model says most, at most ``most``.

    Each is given other rows' values in a few rows. The model's own weights go first where it has
    them, since they cost nothing.
    """
    import numpy as np

    strength = subject.strength if subject.strength is not None else strengths_of(subject, rng)
    ranked = np.argsort(-strength, kind="stable")[:most]
    return [subject.blocks[place] for place in ranked]


def strengths_of(subject: Subject, rng: np.random.Generator) -> Floats:
    """Give how much each column moves what the model says (n_blocks,), by its own weights first."""
    own = own_weights(subject)
    return _moved(subject, rng) if own is None else own


def own_weights(subject: Subject) -> Floats | None:
    """Give the model's own weight of each column (n_blocks,); None where it has none."""
    own = subject.predictor.importance()
    return None if own is None else weights_by_block(subject, own)


def weights_by_block(subject: Subject, weights: npt.NDArray[Any]) -> Floats:
    """Add up the weights of encoded columns (n_encoded,) to those of columns (n_blocks,)."""
    import numpy as np

    own = np.asarray(weights, dtype=np.float64)
    if subject.per_unit:
        own = own * np.nanstd(subject.features, axis=0, dtype="float64")
    return np.array([own[list(block.places)].sum() for block in subject.blocks])


def alike(subject: Subject, blocks: Sequence[Block]) -> list[list[Block]]:
    """Give the groups of columns that say nearly the same, by rank correlation; two or more each.

    Columns of one number are compared, and the first part of others. Which of a group a model
    learned to look at is chance, hence it is the group that has an importance.
    """
    import numpy as np
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    compared = list(blocks)[:_MOST_COMPARED]
    if len(compared) < 2 or len(subject.features) < 3:
        return []
    distance = 1.0 - np.abs(_correlations(subject, compared))
    np.fill_diagonal(distance, 0.0)
    tree = linkage(squareform(distance, checks=False), method="average")
    of_column = fcluster(tree, 1.0 - ALIKE, criterion="distance")
    groups: dict[int, list[Block]] = {}
    for block, group in zip(compared, of_column.tolist(), strict=True):
        groups.setdefault(group, []).append(block)
    return [group for group in groups.values() if len(group) > 1]


def sharing_credit(subject: Subject, blocks: Sequence[Block]) -> list[list[str]]:
    """Name the groups of columns that say nearly the same, so that each gets a part of the credit.

    Columns that were put together, such as all others, are not compared.
    """
    names = {block.name for block in subject.blocks}
    groups = alike(subject, [block for block in blocks if block.name in names])
    return [[block.name for block in group] for group in groups]


def _correlations(subject: Subject, blocks: Sequence[Block]) -> Floats:
    """Give the strongest rank correlation between the parts of each two columns (n, n)."""
    import numpy as np
    from scipy.stats import rankdata

    places = [place for block in blocks for place in block.places]
    of = np.repeat(np.arange(len(blocks)), [len(block.places) for block in blocks])
    values = np.nan_to_num(subject.features[:, places].astype(np.float64), nan=-1e300)
    ranks = rankdata(values, axis=0)
    ranks -= ranks.mean(axis=0)
    length = np.sqrt(np.square(ranks).sum(axis=0))
    ranks /= np.where(length > 0, length, 1.0)
    between = np.abs(ranks.T @ ranks)  # (n_parts, n_parts)
    starts = np.flatnonzero(np.diff(of, prepend=-1))
    rows = np.maximum.reduceat(between, starts, axis=0)
    found: Floats = np.clip(np.maximum.reduceat(rows, starts, axis=1), 0.0, 1.0)
    return found


def _moved(subject: Subject, rng: np.random.Generator) -> Floats:
    """Give how far each column moves what the model says in a few rows (n_blocks,).

    Of more than 400 columns groups are moved together first, and those of the groups that move it
    most one by one; the others are 0. So are those for which the budget does not suffice.
    """
    import numpy as np

    tried = subject.features[:_TRIED_ROWS]
    donor = subject.features[rng.permutation(len(subject.features))[: len(tried)]]
    before, moved = subject.said(tried), tried.copy()

    def move(blocks: Sequence[int]) -> float:
        """Move some columns at once; one copy serves all, since wide rows are long to copy."""
        if not subject.budget.allows(3 * len(tried)):
            return 0.0
        its = [place for block in blocks for place in subject.blocks[block].places]
        moved[:, its] = donor[:, its]
        found = float(np.abs(subject.said(moved) - before).mean())
        moved[:, its] = tried[:, its]
        return found

    strength = np.zeros(len(subject.blocks))
    singly = np.arange(len(strength))
    if len(singly) > _MOST_SINGLY:
        groups = np.array_split(rng.permutation(singly), int(np.sqrt(len(singly))))
        ranked = np.argsort([-move(group.tolist()) for group in groups], kind="stable")
        many = max(1, _MOST_SINGLY // len(groups[0]))
        singly = np.concatenate([groups[place] for place in ranked[:many]])
    for place in singly.tolist():
        strength[place] = move([place])
    return strength
