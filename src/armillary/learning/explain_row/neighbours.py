"""The training rows that are most like a row, and what is true of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.explain._columns import most_moving, own_weights
from armillary.learning.explain_row.distances import column_distances
from armillary.learning.explain_subject import Material
from armillary.learning.explaining import Subject, plain, rounded
from armillary.learning.spreading import spread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

_SHOWN = 5
_COLUMNS = 12
_FEWEST_ROWS, _MOST_CELLS = 500, 5_000_000


@dataclass(frozen=True)
class Examples:
    """Training rows: as people know them, as the model sees them, and what is true of each."""

    frame: pd.DataFrame
    features: npt.NDArray[Any]
    target: npt.NDArray[Any] | None

    @staticmethod
    def of(material: Material, *, most: int) -> Examples:
        """Take training rows, spread evenly over the table; fewer of very wide ones."""
        blocks = len(material.known.blocks)
        most = min(most, max(_FEWEST_ROWS, _MOST_CELLS // max(1, blocks)))
        rows = material.train[spread(len(material.train), most)]
        made, frame = material.rows(rows)
        target = None if material.target is None else material.target[rows]
        return Examples(frame, material.model.preprocess.encode(made), target)


def nearest_examples(
    subject: Subject, examples: Examples, features: Any, spreads: npt.NDArray[Any]
) -> dict[str, Any]:
    """Give the nearest training rows; columns count as much as the model heeds them.

    ``spreads`` (n_blocks,) are those of the columns; ``stability`` is the share of them that are
    also nearest where all columns count the same.
    """
    import numpy as np

    apart = column_distances(subject.blocks, features[0], examples.features, spreads)
    weights = _weights(subject)
    heeded, evenly = apart @ weights, apart.mean(axis=1)
    nearest = np.argsort(heeded, kind="stable")[:_SHOWN]
    # Several rows may lie equally near; each of them would do.
    as_near = evenly <= np.sort(evenly)[min(_SHOWN, len(evenly)) - 1]
    shown = [block.name for block in most_moving(subject, np.random.default_rng(0), _COLUMNS)]
    said = subject.predict(examples.features[nearest])
    return {
        "columns": shown,
        "rows": [
            {
                "distance": rounded(heeded[place]),
                "values": {name: plain(examples.frame[name].iloc[place]) for name in shown},
                "truth": _truth(subject, examples, int(place)),
                "said": _said(subject, said[number]),
            }
            for number, place in enumerate(nearest.tolist())
        ],
        "compared": len(examples.features),
        "stability": rounded(as_near[nearest].mean()),
    }


def _weights(subject: Subject) -> np.ndarray[Any, Any]:
    """Give the weight of each column, summing to 1; no column counts nothing at all."""
    import numpy as np

    own = own_weights(subject)
    if own is None or not own.sum() > 0:
        return np.full(len(subject.blocks), 1.0 / len(subject.blocks))
    shares = own / own.sum() + 0.05 / len(own)
    return np.asarray(shares / shares.sum())


def _truth(subject: Subject, examples: Examples, place: int) -> Any:
    if examples.target is None:
        return None
    value = examples.target[place]
    return subject.outputs[int(value)] if subject.kind == "classification" else rounded(value)


def _said(subject: Subject, said: Any) -> Any:
    if len(subject.outputs) > 1:
        return subject.outputs[int(said.argmax())]
    return rounded(said[0])
