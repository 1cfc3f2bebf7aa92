"""Maps of tables as models: the rows that were laid out, and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import Snapshot, Table
from armillary.learning.maps import check_map_params, get_projection
from armillary.learning.unsupervised.directions import name_components
from armillary.learning.unsupervised.learning import draw_rows, in_one_step
from armillary.learning.unsupervised.nearest import NearestKnown

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_NEIGHBOURS = 5
TOO_MANY = "a map of more would take minutes"


def lay_out(
    projection_id: str,
    data: Table,
    params: Mapping[str, Any],
    rng: np.random.Generator,
    *,
    most_rows: int,
) -> Snapshot:
    """Lay rows out in a plane by a map; others are placed among their nearest neighbours."""
    rows, told = draw_rows(data.features, most_rows, rng, TOO_MANY)
    projection = get_projection(projection_id)
    chosen = check_map_params(projection, params)
    plane = projection.project(rows, chosen, int(rng.integers(2**31)))
    model = as_known(rows, plane.places, projection_id)
    return in_one_step(model, {}, (*told, *plane.notes))


def as_known(rows: npt.NDArray[Any], places: Any, projection_id: str) -> NearestKnown:
    """Give rows and their places (n_rows, 2) as what places others among them."""
    import numpy as np

    return NearestKnown(
        rows,
        np.asarray(places, dtype=np.float64),
        name_components(projection_id, 2),
        neighbours=min(_NEIGHBOURS, len(rows)),
    )
