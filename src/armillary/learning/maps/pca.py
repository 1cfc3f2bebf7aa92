"""PCA: the plane along which the rows differ most.

**Source:** K. Pearson, "On lines and planes of closest fit to systems of points in space",
Philosophical Magazine 2, 1901; computed by scikit-learn's singular value decomposition.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.mapping import Plane
from armillary.learning.parameters import Params

if TYPE_CHECKING:
    from armillary.learning.mapping import Matrix

_MOST_WEIGHTS = 10


class Pca:
    """Two sums of columns, chosen so that rows differ most in them."""

    id = "pca"
    name = "PCA"
    description = "Fast and exact: the straight view in which the rows differ most."
    needs_extra: str | None = None
    params = Params([])

    def project(self, matrix: Matrix, params: Mapping[str, Any], seed: int) -> Plane:
        """Turn the table so that its two widest directions lie in the plane."""
        import numpy as np
        from sklearn.decomposition import PCA

        count = min(2, *matrix.shape)
        model = PCA(n_components=count, random_state=seed).fit(matrix)
        places = model.transform(matrix)
        if count == 1:
            places = np.column_stack([places, np.zeros(len(places))])
        explained = [float(share) for share in model.explained_variance_ratio_]
        weights = [
            sorted(enumerate(axis.tolist()), key=lambda item: -abs(item[1]))[:_MOST_WEIGHTS]
            for axis in model.components_
        ]
        return Plane(places, {}, facts={"explained": explained, "weights": weights})


projection = Pca()
