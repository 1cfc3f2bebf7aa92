"""Judging fewer dimensions: how much of the rows is left, and whether neighbours stay so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Restorer
from armillary.learning.metrics.picture import SHOWN_ROWS, draw
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.metrics.described import Looked, Part

    Array = npt.NDArray[Any]

_NEIGHBOURS = 5
_COMPARED_ROWS = 1_000


def judge(looked: Looked) -> tuple[dict[str, float | None], dict[str, Any]]:
    """Give variance explained and error of restoring, trustworthiness, and a picture.

    ``same_label`` is how often a row's nearest neighbours have its label.
    """
    part = looked.judged
    few = spread(len(part.features), _COMPARED_ROWS)
    rows, places, labels = part.features[few], part.described[few], part.labels[few]
    overall: dict[str, float | None] = {
        "n_components": float(part.described.shape[1]),
        **_restoring(looked),
        "trustworthiness": _trustworthiness(rows, places),
        **({} if looked.classes is None else {"same_label": _same_label(places, labels)}),
    }
    explained = getattr(looked.describer, "explained", None)
    return overall, {
        "map": _map(looked, part),
        "explained": None if explained is None else [float(share) for share in explained],
        "columns": list(looked.columns),
    }


def restoring_error(restorer: Restorer, features: Array, described: Array) -> float:
    """Give the mean squared difference between rows and what can be had back of them."""
    import numpy as np

    restored = restorer.restore(described)
    return float(np.square(restored - features, dtype=np.float64).mean())


def _restoring(looked: Looked) -> dict[str, float | None]:
    import numpy as np

    describer, part = looked.describer, looked.judged
    if not isinstance(describer, Restorer):
        return {}
    error = restoring_error(describer, part.features, part.described)
    centre = looked.training.features.mean(axis=0, dtype=np.float64)
    whole = float(np.square(part.features - centre).mean())
    explained = 1.0 - error / whole if whole > 0 else None
    return {"explained_variance": explained, "reconstruction_error": error}


def _trustworthiness(rows: Array, places: Array) -> float | None:
    from sklearn.manifold import trustworthiness

    neighbours = min(_NEIGHBOURS, (len(rows) - 1) // 2)
    if neighbours < 1 or len(rows) < 4:
        return None
    return float(trustworthiness(rows, places, n_neighbors=neighbours))


def _same_label(places: Array, labels: Array) -> float | None:
    from sklearn.neighbors import NearestNeighbors

    places, labels = places[labels >= 0], labels[labels >= 0]
    neighbours = min(_NEIGHBOURS, len(places) - 1)
    if neighbours < 1:
        return None
    found = NearestNeighbors(n_neighbors=neighbours).fit(places).kneighbors(return_distance=False)
    return float((labels[found] == labels[:, None]).mean())


def _map(looked: Looked, part: Part) -> dict[str, Any]:
    import numpy as np

    few = spread(len(part.described), SHOWN_ROWS)
    places = part.described[few, :2]
    names = list(looked.columns[:2])
    if places.shape[1] == 1:
        places, names = np.column_stack([places, np.zeros(len(places))]), [*names, ""]
    return draw(places, part.labels[few], looked.classes, names)
