"""Categories with many values as what the target is like among their rows.

A row that is learned from is told so by other rows: its own target would be in what stands for it.
Rare values lean towards the mean of all rows, by as much as chance alone would move theirs.

**Source:** D. Micci-Barreca, "A preprocessing scheme for high-cardinality categorical attributes",
SIGKDD Explorations 3, 2001; cross-fitted by scikit-learn's ``TargetEncoder``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Means = tuple[tuple[float, ...], ...]

MEANS_ABOVE = 20
"""Categories with no more values become flags, which lose nothing."""
MEANS_LIMIT = 1_000
_MOST_CLASSES = 10
_FOLDS = 5
_LEAST_ROWS = 50
_MISSING, _UNKNOWN = -1, -2


@dataclass(frozen=True)
class Guide:
    """The target of the training rows (n_rows,), with ``n_classes`` classes, or 0 for numbers.

    ``groups`` (n_rows,) are the rows that tell nothing of each other, where rows belong together.
    """

    target: npt.NDArray[Any]
    n_classes: int
    groups: npt.NDArray[Any] | None = None

    def is_enough(self) -> bool:
        """Tell whether other rows can tell what a category is like."""
        import numpy as np

        if len(self.target) < _LEAST_ROWS or self.n_classes > _MOST_CLASSES:
            return False
        if self.groups is not None and len(np.unique(self.groups)) < _FOLDS:
            return False
        counts = np.bincount(self.target, minlength=self.n_classes) if self.n_classes else [_FOLDS]
        return bool(min(counts) >= _FOLDS)


def mean_parts(n_classes: int) -> list[str]:
    """Name the parts that a category becomes: its mean, or the share of each of several classes."""
    return ["mean"] if n_classes <= 2 else [f"mean {place + 1}" for place in range(n_classes)]


def place_of(part: str) -> int:
    """Say which of a column's means a part is."""
    return int(part.removeprefix("mean") or 1) - 1


def learn_means(codes: npt.NDArray[np.int64], n_values: int, guide: Guide) -> Means:
    """Learn from the training rows (n_rows,) what each code tells.

    Gives for each part a number for each of ``n_values`` codes, then that of unknown and of missing
    values, which the codes -2 and -1 find at the end.
    """
    import numpy as np

    encoder, _ = _fitted(codes, guide)
    known = encoder.categories_[0].astype(np.int64)
    overall = np.atleast_1d(encoder.target_mean_)
    means = np.repeat(overall[:, None], n_values + 2, axis=1)  # (n_parts, n_values + 2)
    for place, of_codes in enumerate(encoder.encodings_):
        means[place, known] = of_codes
    return tuple(tuple(float(number) for number in part) for part in means)


def told_by_others(codes: npt.NDArray[np.int64], guide: Guide) -> Floats:
    """Give what the training rows (n_rows,) are told by the others: (n_rows, n_parts)."""
    return _fitted(codes, guide)[1]


def _fitted(codes: npt.NDArray[np.int64], guide: Guide) -> tuple[Any, Floats]:
    from sklearn.preprocessing import TargetEncoder

    kind = "multiclass" if guide.n_classes > 2 else "binary" if guide.n_classes else "continuous"
    encoder = TargetEncoder(target_type=kind, cv=_folds(guide))
    return encoder, encoder.fit_transform(codes[:, None], guide.target)


def _folds(guide: Guide) -> list[Any]:
    """Split the training rows, the same for the same rows."""
    import numpy as np
    from sklearn.model_selection import GroupKFold, KFold, StratifiedKFold

    rows, chance = np.zeros(len(guide.target)), {"shuffle": True, "random_state": 0}
    if guide.groups is not None:
        return list(GroupKFold(_FOLDS, **chance).split(rows, groups=guide.groups))
    split = StratifiedKFold if guide.n_classes else KFold
    return list(split(_FOLDS, **chance).split(rows, guide.target))
