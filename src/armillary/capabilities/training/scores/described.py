"""Rows of which nothing is predicted: chosen and ordered by what was found of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from armillary.base.errors import BadRequest
from armillary.learning.metrics.clusters import NOISE_NAME

if TYPE_CHECKING:
    import numpy.typing as npt

    from armillary.capabilities.training.scores.stored import StoredRows

    Array = npt.NDArray[Any]

_HIGH_IS_WORSE = frozenset({"score", "reconstruction_error"})


def choose(stored: StoredRows, payload: Any) -> Array:
    """Tell of each row (n,) whether it is asked for.

    ``truth`` is its label, ``predicted`` what it was found to be, ``of`` the measure that
    ``at_least`` and ``below`` bound; ``only`` those that have, or lack, the label that most rows
    found to be the same have. Raises `BadRequest` for what these rows do not know.
    """
    import numpy as np

    chosen = np.ones(len(stored.table), dtype=bool)
    if payload["place"] is not None:
        chosen &= np.arange(len(chosen)) == payload["place"]
    for name in ("truth", "predicted"):
        if payload[name] is not None:
            chosen &= _texts(stored, name) == payload[name]
    if payload["only"] is not None:
        chosen &= _is_as_most(stored) == (payload["only"] == "right")
    values = measure_of(stored, payload["of"])
    # A row without a number lies between no bounds.
    if payload["at_least"] is not None:
        chosen &= values >= payload["at_least"]
    if payload["below"] is not None:
        chosen &= values < payload["below"]
    return chosen


def order(stored: StoredRows, chosen: Array, payload: Any) -> Array:
    """Order the chosen rows by a measure, the oddest or the most typical first."""
    import numpy as np

    values = measure_of(stored, payload["of"])[chosen]
    is_falling = (_measure_name(stored, payload["of"]) in _HIGH_IS_WORSE) == (
        payload["order"] == "worst"
    )
    # Rows without a number sort last either way.
    return chosen[np.argsort(-values if is_falling else values, kind="stable")]


def measure_of(stored: StoredRows, name: str | None) -> Array:
    """Give a measure of all rows (n,), NaN where it is not known; without a name the first."""
    import numpy as np

    found = stored.table.column(_measure_name(stored, name)).to_numpy()
    return np.asarray(found, dtype=np.float64)


def lines(stored: StoredRows, page: Array) -> list[dict[str, Any]]:
    """Give rows as JSON, with what was found of each."""
    taken = stored.table.take(page).to_pylist()
    return [
        {
            "row": line["row"],
            "truth": line.get("truth"),
            "predicted": line.get("predicted"),
            "probabilities": None,
            "measures": {name: line[name] for name in stored.about["measures"]},
        }
        for line in taken
    ]


def _measure_name(stored: StoredRows, name: str | None) -> str:
    known: list[str] = stored.about["measures"]
    if name is not None and name not in known:
        raise BadRequest(
            f"Nothing called {name!r} was found of these rows; there is {', '.join(known)}.",
            code="unknown_measure",
        )
    return known[0] if name is None else name


def _texts(stored: StoredRows, name: str) -> Array:
    import numpy as np

    if name not in stored.table.column_names and name == "truth":
        raise BadRequest(
            "This run knows no labels to compare with; leave truth and only out.",
            code="no_labels_of_rows",
        )
    if name not in stored.table.column_names:
        raise BadRequest(
            "This run puts rows in no groups; leave predicted and only out.",
            code="no_groups_of_rows",
        )
    return np.array(stored.table.column(name).to_pylist(), dtype=object)


def _is_as_most(stored: StoredRows) -> Array:
    """Tell of each row (n,) whether its label is the most frequent one of its group.

    A row without a label, or without a group, is not.
    """
    import numpy as np

    labels, groups = _texts(stored, "truth"), _texts(stored, "predicted")
    found = np.zeros(len(labels), dtype=bool)
    known = np.flatnonzero([label is not None for label in labels] & (groups != NOISE_NAME))
    if not len(known):
        return found
    _, label = np.unique(labels[known].astype(str), return_inverse=True)
    _, group = np.unique(groups[known].astype(str), return_inverse=True)
    size = int(label.max()) + 1
    counts = np.bincount(group * size + label, minlength=(int(group.max()) + 1) * size)
    found[known] = counts.reshape(-1, size).argmax(axis=1)[group] == label
    return found
