"""Judging groups: how far apart and how tight they are, and how well they match known labels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.metrics.described_scores import block_of
from armillary.learning.metrics.halves import intervals_by_halves
from armillary.learning.metrics.measured import Measured, count_bins
from armillary.learning.metrics.picture import SHOWN_ROWS, axis_names, draw, flatten
from armillary.learning.metrics.silhouettes import silhouettes
from armillary.learning.scores.intervals import Scale, wilson
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.learning.metrics.described import Looked

    Array = npt.NDArray[Any]

NOISE, NOISE_NAME = -1, "noise"
_SILHOUETTE_ROWS = 2_000
_HALVED_ROWS = 600
_SHOWN_CLUSTERS = 200
_SCALES: Mapping[str, Scale] = {
    "silhouette": "fisher",
    "davies_bouldin": "log",
    "calinski_harabasz": "log",
    "adjusted_rand": "fisher",
    "mutual_information": "logit",
}


def judge(looked: Looked) -> tuple[dict[str, float | None], dict[str, Any]]:
    """Give silhouette, Davies-Bouldin and Calinski-Harabasz, sizes, and a picture of the groups."""
    training, judged = (
        part.described[:, 0].astype("int64") for part in (looked.training, looked.judged)
    )
    overall: dict[str, float | None] = {
        "n_clusters": float(len(set(training[training != NOISE].tolist()))),
        "noise_share": float((judged == NOISE).mean()),
        **separation(looked.judged.features, judged),
        **_agreement(judged, looked.judged.labels, is_known=looked.classes is not None),
    }
    fits = silhouettes(looked.judged.features, judged, NOISE)
    shown = {
        "clusters": _sizes(looked, judged, fits),
        "map": _map(looked, judged),
        "measured": {"silhouette": _count(fits)},
        "rows": _rows(judged, fits),
    }
    if looked.describer.places_new:
        shown["scores_of_rows"] = _scores(looked, judged, overall)
    return overall, shown


def _scores(looked: Looked, clusters: Array, overall: dict[str, float | None]) -> dict[str, Any]:
    """Give the numbers with their intervals, beside the same groups dealt to the rows by chance."""
    import numpy as np

    part = looked.judged
    few = spread(len(clusters), _HALVED_ROWS)

    def measure(rows: Array, said: Array = clusters) -> dict[str, float | None]:
        at = few[rows]
        agreement = _agreement(said[at], part.labels[at], is_known=looked.classes is not None)
        return {**separation(part.features[at], said[at]), **agreement}

    groups = None if part.groups is None else part.groups[few]
    found = intervals_by_halves(measure, overall, _SCALES, groups, len(few), len(clusters))
    is_noise = (clusters == NOISE).astype(np.float64)
    found["noise_share"] = wilson(is_noise, None, part.groups)[1]
    dealt = np.random.default_rng(0).permutation(clusters)
    chance = measure(np.arange(len(few)), dealt)
    if (whole := chance.get("calinski_harabasz")) is not None:
        chance["calinski_harabasz"] = whole * len(clusters) / len(few)
    what = "the same groups dealt to the rows by chance"
    return block_of("clustering", overall, found, chance, what, len(clusters), part.groups)


def separation(features: Array, clusters: Array) -> dict[str, float | None]:
    """Measure how well separated the clusters are, without the rows that belong to none.

    The silhouette, which compares all rows with all, is measured on 2,000 of them at most. All are
    None where there are fewer than two clusters.
    """
    from sklearn import metrics

    belongs = clusters != NOISE
    rows, groups = features[belongs], clusters[belongs]
    count = len(set(groups.tolist()))
    if not 2 <= count < len(groups):
        return dict.fromkeys(("silhouette", "davies_bouldin", "calinski_harabasz"))
    few = spread(len(rows), _SILHOUETTE_ROWS)
    is_told = 2 <= len(set(groups[few].tolist())) < len(few)
    return {
        "silhouette": float(metrics.silhouette_score(rows[few], groups[few])) if is_told else None,
        "davies_bouldin": float(metrics.davies_bouldin_score(rows, groups)),
        "calinski_harabasz": float(metrics.calinski_harabasz_score(rows, groups)),
    }


def _agreement(clusters: Array, labels: Array, *, is_known: bool) -> dict[str, float | None]:
    """Compare with labels that the algorithm did not see, where they are known."""
    from sklearn import metrics

    known = labels >= 0
    if not is_known or not known.any():
        return {}
    said, truth = clusters[known], labels[known]
    return {
        "adjusted_rand": float(metrics.adjusted_rand_score(truth, said)),
        "mutual_information": float(metrics.normalized_mutual_info_score(truth, said)),
    }


def _count(fits: Array) -> Any:
    """Count silhouettes in bins from the worst, or the border, to the best."""
    import numpy as np

    known = fits[np.isfinite(fits)]
    return (
        count_bins(fits, min(0.0, float(known.min())), float(known.max())) if len(known) else None
    )


def _rows(clusters: Array, fits: Array) -> Measured:
    import numpy as np

    numbers, said = np.unique(clusters, return_inverse=True)
    return Measured({"silhouette": fits}, said, tuple(name_of(one) for one in numbers.tolist()))


def name_of(cluster: int) -> str:
    """Give what a cluster is called among rows."""
    return NOISE_NAME if cluster == NOISE else str(cluster)


def _sizes(looked: Looked, judged: Array, fits: Array) -> list[dict[str, Any]]:
    """Count the rows of each cluster, largest first, noise last, with the mean silhouette."""
    import numpy as np

    def fit_of(cluster: int) -> float | None:
        known = fits[(judged == cluster) & np.isfinite(fits)]
        return float(known.mean()) if len(known) else None

    parts = {"train": looked.training, "test": looked.test}
    counted = {name: part.described[:, 0].astype("int64").tolist() for name, part in parts.items()}
    names = sorted({cluster for rows in counted.values() for cluster in rows})
    sizes = [
        {
            "cluster": cluster,
            **{name: rows.count(cluster) for name, rows in counted.items()},
            "judged": int((judged == cluster).sum()),
            "silhouette": fit_of(cluster),
        }
        for cluster in names[: _SHOWN_CLUSTERS + 1]
    ]
    return sorted(sizes, key=lambda size: (size["cluster"] == NOISE, -size["train"]))


def _map(looked: Looked, clusters: Array) -> dict[str, Any]:
    few = spread(len(clusters), SHOWN_ROWS)
    rows = looked.judged.features[few]
    places, shares = flatten(rows, looked.training.features)
    picture = draw(places, looked.judged.labels[few], looked.classes, axis_names(shares), few)
    return {**picture, "clusters": clusters[few].tolist()}
