"""t-SNE: rows that are neighbours among many columns are neighbours in the plane.

**Source:** L. van der Maaten and G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008; computed
by scikit-learn, from the table's principal components where there are many columns.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.map_parameters import ITERATIONS, PERPLEXITY
from armillary.learning.mapping import Plane
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    from armillary.learning.mapping import Matrix

_MOST_WIDTH = 50


class Tsne:
    """Neighbourhoods, at the price of distances: how far groups lie apart means little."""

    id = "tsne"
    name = "t-SNE"
    description = "Shows groups of neighbours; distances between groups mean little."
    needs_extra: str | None = None
    params = Params([PERPLEXITY, ITERATIONS])

    def project(self, matrix: Matrix, params: Mapping[str, Any], seed: int) -> Plane:
        """Find places whose neighbourhoods are those of the table."""
        from sklearn.manifold import TSNE
        from threadpoolctl import threadpool_limits

        matrix, used, notes = narrow(matrix, params, seed)
        model = TSNE(
            perplexity=used["perplexity"],
            max_iter=used["iterations"],
            # Random where there is one column only, since a plane has two.
            init="pca" if matrix.shape[1] >= 2 else "random",
            random_state=seed,
            n_jobs=1,
        )
        # Threads of a step this small wait for each other most of the time.
        with threadpool_limits(1):
            places = model.fit_transform(matrix)
        return Plane(places, used, notes, {"divergence": float(model.kl_divergence_)})


def narrow(
    matrix: Matrix, params: Mapping[str, Any], seed: int
) -> tuple[Matrix, dict[str, Any], list[str]]:
    """Give a table as t-SNE takes it, the parameters that it allows, and what is to be told."""
    from sklearn.decomposition import PCA

    notes, used = [], dict(params)
    most = (len(matrix) - 1) / 3
    if used["perplexity"] > most:
        notes.append(
            f"Perplexity {most:.1f} was used instead of {used['perplexity']:g}: "
            f"there are {len(matrix):,} rows only."
        )
        used["perplexity"] = most
    if matrix.shape[1] > _MOST_WIDTH and len(matrix) > _MOST_WIDTH:
        notes.append(f"Computed from the first {_MOST_WIDTH} principal components.")
        matrix = PCA(n_components=_MOST_WIDTH, random_state=seed).fit_transform(matrix)
    return matrix, used, notes


projection = Tsne()
