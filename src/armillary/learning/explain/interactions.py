"""Interactions: how much of what two columns do together is more than what each does.

**Source:** J. Friedman and B. Popescu, "Predictive learning via rule ensembles", Annals of Applied
Statistics 2, 2008, equations 44 and 45.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

from armillary.learning.explain._columns import most_moving
from armillary.learning.explain._curves import mean_of_known
from armillary.learning.explaining import Block, Explaining, Subject, rounded, swapped
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_MOST_COLUMNS = 6
_ROWS = 50
_FAINT = 1e-8


class Interactions:
    """Compares what two columns do together with the sum of what each does alone."""

    id = "interactions"
    name = "Interactions"
    description = "Which columns work together, so that neither can be understood alone."
    reading = (
        "The share of what two columns do together that is not the sum of what each does: 0 means "
        "they simply add up, 1 that neither does anything alone. Found on few rows, so that small "
        "shares are noise; where both columns matter little, a large share of little is still "
        "little."
    )
    order = 6

    def why_not(self, subject: Subject) -> str | None:
        """Say so where there are no two columns."""
        if len(subject.blocks) < 2:
            return "This model has one column only, so nothing can work together."
        return None

    def explain(self, subject: Subject, rng: np.random.Generator) -> Explaining:
        """Give Friedman's H² for each two of the columns that move the model most."""
        blocks = most_moving(subject, rng, _MOST_COLUMNS)
        rows = spread(len(subject.features), _ROWS)
        features = subject.features[rows]
        of_pair = len(rows) ** 2
        alone = [_dependence(subject, features, [block]) for block in blocks]
        pairs: list[dict[str, Any]] = []
        wanted = list(combinations(range(len(blocks)), 2))
        for place, (one, other) in enumerate(wanted):
            if not subject.budget.allows(of_pair):
                break
            both = _dependence(subject, features, [blocks[one], blocks[other]])
            pairs.append(
                {
                    "columns": [blocks[one].name, blocks[other].name],
                    **_strength(both, alone[one], alone[other]),
                }
            )
            yield (place + 1) / len(wanted)
        looked_at = {name for pair in pairs for name in pair["columns"]}
        return {
            "pairs": sorted(pairs, key=lambda pair: -(pair["share"] or 0.0)),
            "rows": len(rows),
            "stability": mean_of_known([pair.pop("agreement") for pair in pairs]),
            "skipped": [block.name for block in subject.blocks if block.name not in looked_at],
        }


explanation = Interactions()


def _dependence(subject: Subject, features: Any, blocks: Sequence[Block]) -> Floats:
    """Give the centred partial dependence at each row's own values (n_rows, n_outputs)."""
    import numpy as np

    curves = []
    for row in features:
        moved = features
        for block in blocks:
            moved = swapped(moved, block, row)
        curves.append(subject.said(moved).mean(axis=0))
    found: Floats = np.array(curves)
    found -= found.mean(axis=0)
    return found


def _strength(both: Floats, one: Floats, other: Floats) -> dict[str, Any]:
    """Give H² over all outputs, and how far two halves of the rows agree on it."""
    import numpy as np

    more, whole = np.square(both - one - other), np.square(both)

    def share(part: slice) -> float | None:
        of_all = float(whole[part].sum())
        return min(1.0, float(more[part].sum()) / of_all) if of_all > _FAINT else None

    first, second = share(slice(0, None, 2)), share(slice(1, None, 2))
    agreement = None if first is None or second is None else 1.0 - abs(first - second)
    found = share(slice(None))
    return {
        "share": None if found is None else rounded(found),
        "size": rounded(np.sqrt(more.mean())),
        "agreement": agreement,
    }
