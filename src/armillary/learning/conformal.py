"""Predictions that say how far they reach: sets of classes, and intervals around numbers.

Split conformal prediction: what the model got wrong on the validation part says how far a
prediction has to reach to hold the truth in a stated share of cases. For numbers the absolute
error (J. Lei and others, 2018), for classes the probability of the true one (M. Sadinle and
others, 2019). It asks nothing of the model, only that new rows are like these; the validation part
has also steered the training, hence the coverage is verified on the test part and told.

Where rows count differently the share is one of their weight (R. J. Tibshirani and others, 2019);
a new row is taken to weigh as much as a row does where rows are drawn by their weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.scores.contract import Judged
from armillary.learning.scores.intervals import mean_of, wilson, witnesses_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Array = npt.NDArray[Any]

LEVEL = 0.9
_QUANTILE, _SURE = 1.96, 2.58
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Conformal:
    """How far predictions reach: ``reach`` is half an interval, or 1 less the least probability.

    ``rows`` is how many rows it was found on; where these count differently, ``witnesses`` as how
    many that count alike.
    """

    level: float
    reach: float
    rows: int
    witnesses: float

    def intervals(self, values: Array) -> Array:
        """Give the bounds (n, 2) around predicted numbers (n,)."""
        import numpy as np

        return np.stack([values - self.reach, values + self.reach], axis=1)

    def sets(self, probabilities: Array) -> Array:
        """Tell which classes (n, n_classes) are in the set of each row; never none."""
        import numpy as np

        is_in: Array = probabilities >= 1 - self.reach
        is_in[np.arange(len(is_in)), probabilities.argmax(axis=1)] = True
        return is_in

    def to_json(self) -> dict[str, Any]:
        """Give it as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Conformal:
        """Read it back."""
        rows = int(data["rows"])
        # Models older than weights do not tell of witnesses.
        witnesses = float(data.get("witnesses", rows))
        return cls(float(data["level"]), float(data["reach"]), rows, witnesses)


def learn(judged: Judged, level: float = LEVEL) -> Conformal | None:
    """Find how far predictions have to reach from rows that were not learned from.

    None where there are too few rows to say: nine for nine of ten.
    """
    import numpy as np

    off, weights = judged.off, judged.weights
    witnesses = witnesses_of(weights, len(off))
    order = np.argsort(off, kind="stable")
    # The row to come stands beyond all others, as if infinitely far off.
    counted = np.ones(len(off)) if weights is None else weights[order]
    held = np.cumsum(counted) / counted.sum() * witnesses / (witnesses + 1)
    enough = np.flatnonzero(held >= level - _ROUNDING)
    if not len(enough):
        return None
    return Conformal(level, float(off[order[enough[0]]]), len(off), witnesses)


def verify(conformal: Conformal, judged: Judged) -> dict[str, Any]:
    """Give how often the truth of other rows is held, with its interval, and how wide that is.

    ``holds`` is False where one time of a hundred at most chance alone would hold so few. Where
    rows count differently, both are means by weight.
    """
    import numpy as np

    if judged.kind == "regression":
        held = judged.off <= conformal.reach
        width = 2 * conformal.reach
    else:
        sets = conformal.sets(judged.output)
        held = sets[np.arange(len(judged)), judged.truth]
        width = mean_of(sets.sum(axis=1), judged.weights)
    share, interval = wilson(held.astype(float), None, judged.groups, judged.weights)
    # Both parts are samples: how far predictions reach is known as roughly as how often they hold.
    of_test = ((interval.high - interval.low) / 2 / _QUANTILE) ** 2
    of_reach = conformal.level * (1 - conformal.level) / conformal.witnesses
    doubt = _SURE * (of_test + of_reach) ** 0.5
    return {
        **conformal.to_json(),
        "is_weighted": judged.weights is not None,
        "coverage": share,
        "low": interval.low,
        "high": interval.high,
        "method": interval.method,
        "width": width,
        "holds": share + doubt >= conformal.level,
    }
