"""Native importance: the weights that a model has of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.learning.explain._columns import own_weights
from armillary.learning.explaining import Explaining, Subject, rounded

if TYPE_CHECKING:
    import numpy as np

_SHOWN = 500


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
        yield 1.0
        left = {int(place) for place in ranked}
        return {
            "columns": [
                {"name": subject.blocks[place].name, "share": rounded(shares[place])}
                for place in ranked
            ],
            "stability": None,
            "why_no_stability": "It is one number of one model; nothing is drawn by chance.",
            "skipped": [
                block.name for place, block in enumerate(subject.blocks) if place not in left
            ],
        }


explanation = Native()
