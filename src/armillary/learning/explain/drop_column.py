"""Drop-column importance: how much worse a model gets that never had a column.

**Source:** J. Lei, M. G'Sell, A. Rinaldo, R. Tibshirani, L. Wasserman, "Distribution-Free
Predictive Inference for Regression", JASA 113, 2018, section 6 (leave one covariate out).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import TYPE_CHECKING, Any

from armillary.learning.explain._columns import ALIKE, alike, most_moving
from armillary.learning.explain.permutation import rounded_or_none
from armillary.learning.explaining import Block, Explaining, Subject, mean_agreement, rounded

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_REPEATS = 3
_MOST_COLUMNS = 500
_NINE_IN_TEN = 1.645
_MEASURES = {"classification": "log loss", "regression": "mean squared error"}


class DropColumn:
    """Trains the model again without each column, and looks how much is lost."""

    id = "drop_column"
    name = "Drop-column importance"
    description = "How much worse the model gets when it is trained again without a column."
    reading = (
        "A bar is how much the loss on the test part grows when the model is trained again without "
        "the column, with the same rows, values and chance; the whisker is the range that holds it "
        "nine times in ten over rows and chance. Near 0 or below it the model does as well without "
        "it. Columns that say nearly the same stand in for each other, so that each alone can be "
        "done without: look at their group, which is left out together. Unlike shuffling, it says "
        "what the column is worth to the learning, not what this model uses."
    )
    order = 9
    by_default = False  # it takes as long as many trainings

    def why_not(self, subject: Subject) -> str | None:
        """It takes the rows of the training as they were split."""
        if subject.kind not in _MEASURES:
            return "Only what predicts a column can be trained again and compared."
        if len(subject.blocks) < 2:
            return "Without its only column nothing is left to learn from."
        if subject.retraining is None:
            return (
                "The table is not the one that the model was trained on, or rows were left out, so "
                "that it cannot be trained again on the same rows."
            )
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give the growth of the loss for each column, and for groups of columns alike."""
        blocks = most_moving(subject, rng, _MOST_COLUMNS)
        groups = alike(subject, blocks)
        wanted = [[block] for block in blocks]
        wanted += [group for group in groups if len(group) < len(subject.blocks)]
        trained = _Trained(subject, wanted)
        yield from trained.follow()
        if trained.before is None:
            return {"why_not": trained.too_slow()}
        return _told(subject, trained, wanted, len(blocks))


explanation = DropColumn()


class _Trained:
    """The losses of models trained without columns, column by column and repeat by repeat."""

    def __init__(self, subject: Subject, wanted: Sequence[Sequence[Block]]) -> None:
        self._subject, self._wanted = subject, wanted
        self._with: list[Floats] = []
        self.without: list[list[Floats]] = [[] for _ in wanted]
        self.trainings = 0

    @property
    def before(self) -> Floats | None:
        """What rows lose with all columns (n_repeats, n_rows); None where that took too long."""
        import numpy as np

        return np.array(self._with) if self._with else None

    def grown(self, place: int) -> Floats:
        """Give how much more rows lose without some columns (n_repeats, n_rows)."""
        import numpy as np

        many = len(self.without[place])
        return np.array(self.without[place]) - np.array(self._with[:many])

    def follow(self) -> Generator[float, None, None]:
        """Train all once, then all again by another chance, until the time is up."""
        whole = _REPEATS * (1 + len(self._wanted))
        for repeat in range(_REPEATS):
            losses = yield from self._train([], repeat, whole)
            if losses is None:
                return
            self._with.append(losses)
            for place, blocks in enumerate(self._wanted):
                losses = yield from self._train(blocks, repeat, whole)
                if losses is None:
                    return
                self.without[place].append(losses)

    def _train(
        self, blocks: Sequence[Block], repeat: int, whole: int
    ) -> Generator[float, None, Floats | None]:
        """Train once; None where the time is up before it is done."""
        retraining, budget = self._subject.retraining, self._subject.budget
        assert retraining is not None
        running = retraining.losses([name for block in blocks for name in block.columns], repeat)
        try:
            while budget.allows(0):
                try:
                    next(running)
                except StopIteration as end:
                    self.trainings += 1
                    losses: Floats = end.value
                    return losses
                yield self.trainings / whole
            return None
        finally:
            running.close()

    def too_slow(self) -> str:
        """Say that not even one training was done."""
        return (
            f"Training the model once more takes longer than the "
            f"{self._subject.budget.seconds:,.0f} seconds that there were. Give it more seconds, "
            "or explain it in this way alone."
        )


def _told(
    subject: Subject, trained: _Trained, wanted: Sequence[Sequence[Block]], many: int
) -> dict[str, Any]:
    before = trained.before
    assert before is not None
    columns, groups, quarters = [], [], []
    for place, blocks in enumerate(wanted):
        if not trained.without[place]:
            continue
        losses = trained.grown(place)
        if place < many:
            columns.append({"name": blocks[0].name, **_spread(losses), "group": None})
            quarters.append(losses)
        else:
            groups.append({"columns": [block.name for block in blocks], **_spread(losses)})
    groups.sort(key=_by_mean)
    for place, group in enumerate(groups):
        for one in columns:
            one["group"] = place if one["name"] in group["columns"] else one["group"]
    left = {one["name"] for one in columns}
    return {
        "columns": sorted(columns, key=_by_mean),
        "groups": groups,
        "alike": ALIKE,
        "measure": _MEASURES[subject.kind],
        "before": rounded(before.mean()),
        "repeats": min((len(one) for one in trained.without if one), default=0),
        "trainings": trained.trainings,
        "rows": before.shape[1],
        "stability": rounded_or_none(_stability(quarters)),
        "skipped": [block.name for block in subject.blocks if block.name not in left],
    }


def _spread(losses: Floats) -> dict[str, Any]:
    """Give the mean growth, how far repeats spread, and the range of nine in ten of both."""
    import numpy as np

    by_repeat, by_row = losses.mean(axis=1), losses.mean(axis=0)
    spread = float(by_repeat.std(ddof=1)) if len(by_repeat) > 1 else 0.0
    error = np.hypot(by_row.std(ddof=1) / np.sqrt(len(by_row)), spread / np.sqrt(len(by_repeat)))
    mean = float(by_repeat.mean())
    far = _NINE_IN_TEN * float(error)
    values = (mean, spread, mean - far, mean + far)
    return dict(zip(("mean", "spread", "low", "high"), map(rounded, values), strict=True))


def _by_mean(told: dict[str, Any]) -> float:
    return -(told["mean"] or 0.0)


def _stability(losses: Sequence[Floats]) -> float | None:
    """Say how alike columns rank by other halves of the rows, and by another chance if there is.

    Only repeats that all columns have are compared.
    """
    import numpy as np

    if not losses:
        return None
    many = min(len(one) for one in losses)
    chances = (slice(0, 1), slice(1, many)) if many > 1 else (slice(0, 1),)
    rows = (slice(0, None, 2), slice(1, None, 2))
    ranked = [
        np.array([one[chance][:, part].mean() for one in losses])
        for chance in chances
        for part in rows
    ]
    return mean_agreement(ranked)
