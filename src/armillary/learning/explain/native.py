"""Native importance: the weights that a model has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.base.errors import AppError
from armillary.learning.explain._columns import own_weights, sharing_credit, weights_by_block
from armillary.learning.explaining import Explaining, Subject, rank_agreement, rounded

if TYPE_CHECKING:
    from collections.abc import Generator

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_SHOWN = 500
_SHARE = 0.25
_NOT_AGAIN = (
    "How far it is chance cannot be told: the model cannot be trained again here on the rows that "
    "it learned from."
)
_TOO_SLOW = (
    "How far it is chance was not looked at: training the model twice again takes longer than "
    "there was time."
)


class Native:
    """Reads what the model itself weighs its columns by, folded back to those of the table."""

    id = "native"
    name = "The model's own weights"
    description = "What splits gained, or how large the coefficients are, as the model has it."
    reading = (
        "Shares of the model's own weights, which sum to 1. They come from training rows and say "
        "how much a column was used, not whether that helped: trees use columns of many different "
        "values often, also where these are noise. Believe permutation importance where the two "
        "differ."
    )
    order = 2

    def why_not(self, subject: Subject) -> str | None:
        """Say so where a model has no weights by column."""
        if subject.predictor.importance() is None:
            return "This model has no weights by column of its own."
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give the share of each column."""
        import numpy as np

        weights = own_weights(subject)
        assert weights is not None
        total = float(weights.sum())
        shares = weights / total if total > 0 else weights
        ranked = np.argsort(-shares, kind="stable")[:_SHOWN]
        stability, why_none = yield from _stability(subject)
        left = {int(place) for place in ranked}
        return {
            "columns": [
                {"name": subject.blocks[place].name, "share": rounded(shares[place])}
                for place in ranked
            ],
            "shared": sharing_credit(subject, [subject.blocks[place] for place in ranked]),
            "stability": stability,
            "why_no_stability": why_none,
            "skipped": [
                block.name for place, block in enumerate(subject.blocks) if place not in left
            ],
        }


explanation = Native()


def _stability(subject: Subject) -> Generator[float, None, tuple[float | None, str | None]]:
    """Compare the weights of two models that each learned from another half of the rows.

    Gives how alike they rank the columns, or why that is not known.
    """
    if subject.retraining is None:
        return None, _NOT_AGAIN
    halves: list[Floats] = []
    for half in (0, 1):
        running = subject.retraining.weights_of_half(half)
        try:
            weights = yield from _in_time(subject, running, half)
        except AppError as error:
            return None, f"A half of the rows does not suffice to train the model: {error.message}"
        if weights is None:
            return None, _TOO_SLOW
        halves.append(weights_by_block(subject, weights))
    agreement = rank_agreement(*halves)
    return None if agreement is None else rounded(agreement), None


def _in_time(
    subject: Subject, running: Generator[None, None, Floats | None], half: int
) -> Generator[float, None, Floats | None]:
    """Follow a training; None where it takes too long."""
    try:
        while subject.budget.allows(0, _SHARE):
            try:
                next(running)
            except StopIteration as end:
                weights: Floats | None = end.value
                return weights
            yield (half + 0.5) / 2
        return None
    finally:
        running.close()
