"""Permutation importance: how much worse a model gets when it can no longer see a column.

**Source:** L. Breiman, "Random Forests", Machine Learning 45, 2001, section 10; repeats and the
model-agnostic form after A. Fisher, C. Rudin, F. Dominici, "All Models are Wrong, but Many are
Useful", JMLR 20, 2019.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.explain._columns import ALIKE, alike, most_moving
from armillary.learning.explaining import Block, Explaining, Subject, mean_agreement, rounded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

REPEATS = 10
_MOST_COLUMNS = 500
_FOR_COLUMNS = 0.8  # the rest is for groups


class Permutation:
    """Shuffles a column's values between rows, several times, and looks how much is lost."""

    id = "permutation"
    name = "Permutation importance"
    description = "How much worse the model gets when a column's values are shuffled between rows."
    reading = (
        "A bar is how much the loss grows, the mean of several shuffles; the whisker is how far "
        "they lie apart. A column whose whisker reaches 0 may not matter at all. Columns that say "
        "nearly the same share the credit: alone each looks unimportant, since the model still has "
        "the others. Look at their group. It tells what this model uses, not what causes what."
    )
    order = 1

    def why_not(self, subject: Subject) -> str | None:
        """It can be had of any model."""
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give the growth of the loss for each column, and for groups of columns alike."""
        blocks = most_moving(subject, rng, _MOST_COLUMNS)
        repeats = _affordable(subject, len(blocks))
        shuffles = _Shuffles(subject, rng, repeats)
        columns: list[dict[str, Any]] = []
        halves: list[list[float]] = []
        for place, block in enumerate(blocks):
            if not subject.budget.allows(shuffles.cost, _FOR_COLUMNS):
                break
            losses = shuffles.grown([block])
            columns.append({"name": block.name, **_told(losses), "group": None})
            halves.append(_quarters(losses))
            yield 0.8 * (place + 1) / len(blocks)
        looked_at = blocks[: len(columns)]
        groups = []
        for group in alike(subject, looked_at):
            if subject.budget.allows(shuffles.cost):
                names = [one.name for one in group]
                groups.append({"columns": names, **_told(shuffles.grown(group))})
            yield 0.9
        groups.sort(key=_by_mean)
        for place, found in enumerate(groups):
            for one in columns:
                one["group"] = place if one["name"] in found["columns"] else one["group"]
        left = {block.name for block in looked_at}
        return {
            "columns": sorted(columns, key=_by_mean),
            "groups": groups,
            "alike": ALIKE,
            "measure": _MEASURES[shuffles.measure],
            "before": rounded(shuffles.before.mean()),
            "repeats": repeats,
            "rows": len(subject.features),
            "stability": rounded_or_none(_stability(halves)),
            "skipped": [block.name for block in subject.blocks if block.name not in left],
        }


explanation = Permutation()

_MEASURES = {
    "log_loss": "log loss",
    "squared": "mean squared error",
    "changed": "share of rows that get another answer",
    "moved": "mean squared change of what it says",
}


def rounded_or_none(value: float | None) -> Any:
    """Give a share rounded; None stays."""
    return None if value is None else rounded(value)


def _affordable(subject: Subject, columns: int) -> int:
    """Give as many repeats as the budget holds, at least two."""
    of_one = max(1, 2 * columns * len(subject.features))
    return max(2, min(REPEATS, subject.budget.predictions // of_one))


def _measure(subject: Subject) -> str:
    if subject.kind == "clustering":
        return "changed"
    if subject.target is None:
        return "moved"
    return "log_loss" if subject.kind == "classification" else "squared"


class _Shuffles:
    """The same shuffles for every column, and what rows lose by them."""

    def __init__(self, subject: Subject, rng: np.random.Generator, repeats: int) -> None:
        self._subject = subject
        self.measure = _measure(subject)
        self._usual = subject.predict(subject.features)
        self.before = self._losses(self._usual)
        self._orders = [rng.permutation(len(subject.features)) for _ in range(repeats)]
        self.cost = repeats * len(subject.features)

    def grown(self, blocks: Sequence[Block]) -> Floats:
        """Give how much each row loses more in each shuffle (n_repeats, n_rows)."""
        import numpy as np

        features = self._subject.features
        places = [place for block in blocks for place in block.places]
        moved, own = features.copy(), features[:, places]
        grown = []
        for order in self._orders:
            moved[:, places] = own[order]
            grown.append(self._losses(self._subject.predict(moved)) - self.before)
        return np.array(grown)

    def _losses(self, output: Floats) -> Floats:
        """Give what each row loses (n_rows,); without a truth, against what was said before."""
        import numpy as np

        truth, usual = self._subject.target, self._usual
        if self.measure == "log_loss" and truth is not None:
            of_truth = output[np.arange(len(truth)), truth] / output.sum(axis=1)
            found: Floats = -np.log(np.clip(of_truth, np.finfo(np.float64).eps, 1.0))
            return found
        if self.measure == "squared" and truth is not None:
            squared: Floats = np.square(output[:, 0] - truth)
            return squared
        if self.measure == "changed":
            changed: Floats = usual.argmax(axis=1) != output.argmax(axis=1)
            return changed.astype(np.float64)
        chosen = list(self._subject.chosen)
        moved: Floats = np.square(usual[:, chosen] - output[:, chosen]).sum(axis=1)
        return moved


def _told(losses: Floats) -> dict[str, Any]:
    """Give the mean over repeats, how far they spread, and the range of nine in ten."""
    import numpy as np

    each = losses.mean(axis=1)  # (n_repeats,)
    low, high = np.quantile(each, [0.05, 0.95])
    spread = each.std(ddof=1) if len(each) > 1 else 0.0
    names = ("mean", "spread", "low", "high")
    return dict(zip(names, map(rounded, (each.mean(), spread, low, high)), strict=True))


def _by_mean(told: Mapping[str, Any]) -> float:
    return -(told["mean"] or 0.0)


def _quarters(losses: Floats) -> list[float]:
    """Give the growth in half of the shuffles on half of the rows, all four ways."""
    middle = len(losses) // 2
    return [
        float(losses[shuffles][:, rows].mean())
        for shuffles in (slice(0, middle), slice(middle, None))
        for rows in (slice(0, None, 2), slice(1, None, 2))
    ]


def _stability(quarters: Sequence[Sequence[float]]) -> float | None:
    """Say how alike columns rank in other shuffles of other rows: all pairs of four resamples."""
    import numpy as np

    return mean_agreement(list(np.array(quarters).T)) if quarters else None
