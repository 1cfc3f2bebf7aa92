"""Scores of a model of dispositions, with intervals over stars."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    Array = npt.NDArray[Any]

_DRAWS = 400
_BINS = 10
_PRECISION = 0.99
_LEVEL = (0.025, 0.975)


def judge(
    truth: Array,
    output: Array,
    classes: Sequence[Any] | None,
    stars: Array,
    seed: int,
    only: Collection[str] | None = None,
) -> dict[str, Any]:
    """Give each score as ``{value, low, high}``: 95 of 100 draws of stars lie between.

    ``planet_…`` are of decided signals alone: a planet against a false positive. ``output`` has
    shape (n, n_classes); ``only`` names the scores that are wanted, if not all.
    """
    import numpy as np

    names = [str(name) for name in classes or ()]
    labels = np.array([names.index(str(label)) for label in truth])
    planet, false = names.index("planet"), names.index("false_positive")
    decided = (labels == planet) | (labels == false)
    share = output[:, planet] / np.clip(output[:, planet] + output[:, false], 1e-12, None)
    is_planet = labels == planet
    said = output.argmax(axis=1)
    scores: dict[str, tuple[Array, Callable[[Array], float]]] = {
        "planet_auc": (decided, lambda rows: auc(is_planet[rows], share[rows])),
        "planet_recall_at_99_precision": (
            decided,
            lambda rows: recall_at(is_planet[rows], share[rows]),
        ),
        "planet_calibration_error": (
            decided,
            lambda rows: calibration_error(is_planet[rows], share[rows]),
        ),
        "accuracy": (
            np.ones_like(decided),
            lambda rows: float((said[rows] == labels[rows]).mean()),
        ),
        "macro_f1": (
            np.ones_like(decided),
            lambda rows: macro_f1(labels[rows], said[rows], len(names)),
        ),
    }
    return {
        name: _with_interval(score, np.flatnonzero(rows), stars, np.random.default_rng(seed))
        for name, (rows, score) in scores.items()
        if only is None or name in only
    }


def auc(is_so: Array, score: Array) -> float:
    """Give the chance that one that is so is ranked above one that is not."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(is_so, score))


def recall_at(is_so: Array, score: Array, precision: float = _PRECISION) -> float:
    """Give the largest share of those that are so that can be named with this precision."""
    import numpy as np
    from sklearn.metrics import precision_recall_curve

    precisions, recalls, _ = precision_recall_curve(is_so, score)
    return float(np.max(recalls[precisions >= precision], initial=0.0))


def calibration_error(is_so: Array, score: Array) -> float:
    """Give how far a stated probability is from the share that is so, on average over ten bins."""
    import numpy as np

    place = np.minimum((score * _BINS).astype(int), _BINS - 1)
    counts = np.bincount(place, minlength=_BINS)
    said = np.bincount(place, score, _BINS)
    came = np.bincount(place, is_so.astype(float), _BINS)
    return float(np.abs(said - came).sum() / counts.sum())


def macro_f1(truth: Array, said: Array, n_classes: int) -> float:
    """Give the mean over the classes of the F1 of each."""
    import numpy as np

    found = []
    for label in range(n_classes):
        right = float(((truth == label) & (said == label)).sum())
        found.append(2 * right / max(1.0, float((truth == label).sum() + (said == label).sum())))
    return float(np.mean(found))


def deal_stars(stars: pd.Series, rng: np.random.Generator, count: int) -> Array:
    """Give each row (n,) the fold of its star, 0 to ``count`` - 1."""
    import numpy as np
    import pandas as pd

    places, names = pd.factorize(stars)
    fold: Array = (rng.permutation(len(names)) % count)[places]
    return np.asarray(fold)


def _with_interval(
    score: Callable[[Array], float], rows: Array, stars: Array, rng: np.random.Generator
) -> dict[str, float]:
    """Draw stars with their rows again and again, as if the survey had met others."""
    import numpy as np
    import pandas as pd

    places, names = pd.factorize(stars[rows])
    order = np.argsort(places, kind="stable")
    begins = np.searchsorted(places[order], np.arange(len(names) + 1))
    drawn = []
    for _ in range(_DRAWS):
        chosen = rng.integers(len(names), size=len(names))
        parts = [order[begins[star] : begins[star + 1]] for star in chosen]
        drawn.append(score(rows[np.concatenate(parts)]))
    low, high = np.quantile(drawn, _LEVEL)
    return {"value": round(score(rows), 4), "low": round(low, 4), "high": round(high, 4)}
