"""UMAP: neighbours stay neighbours, and groups keep more of their distances than with t-SNE.

**Source:** L. McInnes, J. Healy and J. Melville, "UMAP: Uniform Manifold Approximation and
Projection for Dimension Reduction", arXiv:1802.03426, 2018; computed by umap-learn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.map_parameters import DISTANCE, LEAST_DISTANCE, NEIGHBOURS
from armillary.learning.mapping import Plane
from armillary.learning.maps._compiled import keep_compiled
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    from armillary.learning.mapping import Matrix

# With fewer rows the spectral beginning has no solution.
_FEW_ROWS = 10


class Umap:
    """A graph of neighbours, laid out in the plane."""

    id = "umap"
    name = "UMAP"
    description = "Shows groups of neighbours and something of how the groups lie to each other."
    needs_extra: str | None = "maps"
    params = Params([NEIGHBOURS, LEAST_DISTANCE, DISTANCE])

    def project(self, matrix: Matrix, params: Mapping[str, Any], seed: int) -> Plane:
        """Lay out the graph of neighbours; the same seed gives the same places."""
        from umap import UMAP

        keep_compiled()
        notes, used = [], dict(params)
        most = len(matrix) - 1
        if used["n_neighbors"] > most:
            notes.append(
                f"{most} neighbours were used instead of {used['n_neighbors']}: "
                f"there are {len(matrix):,} rows only."
            )
            used["n_neighbors"] = most
        model = UMAP(
            n_neighbors=used["n_neighbors"],
            min_dist=used["min_dist"],
            metric=used["metric"],
            init="spectral" if len(matrix) >= _FEW_ROWS else "random",
            random_state=seed,
            # What a seed makes the same has to be done in one order, thus by one thread.
            n_jobs=1,
        )
        return Plane(model.fit_transform(matrix), used, notes)


projection = Umap()
