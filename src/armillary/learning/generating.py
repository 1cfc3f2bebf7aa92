"""What a generator of tables is made of, and what several of them share.

A generator is one file, ``learning/generators/<id>.py``, offering it as ``generator``: pure, and
the same seed gives the same table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Protocol

from armillary.learning.parameters import FloatParam, IntParam, Params

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Values = Mapping[str, NDArray[Any]]
    """Columns by name, all of one length: numbers, whole numbers or texts."""

GeneratorTask = Literal["classification", "regression"]


@dataclass(frozen=True)
class AboutGenerator:
    """A generator, as people choose it.

    ``axes`` are the two columns that a picture of it shows, ``target`` is what can be learned;
    a picture is coloured by it, unless it is one of the axes.
    """

    name: str
    description: str
    task: GeneratorTask
    target: str
    axes: tuple[str, str]


class TableGenerator(Protocol):
    """One kind of synthetic table."""

    id: str
    about: AboutGenerator
    params: Params

    def columns(self, params: Mapping[str, Any]) -> dict[str, str]:
        """Give every column of the table that these parameters make, with what it means."""

    def generate(self, params: Mapping[str, Any], rng: np.random.Generator) -> Values:
        """Make the table; takes complete parameters."""


def points(default: int = 200) -> IntParam:
    """Declare how many rows there are."""
    return IntParam(
        name="n_points",
        title="Points",
        effect="How many rows the table has.",
        default=default,
        minimum=10,
        maximum=10_000,
    )


def classes(default: int = 2) -> IntParam:
    """Declare how many classes there are."""
    return IntParam(
        name="n_classes",
        title="Classes",
        effect="How many classes the points belong to, all of about one size.",
        default=default,
        minimum=2,
        maximum=10,
    )


def noise(default: float, effect: str = "How far points stray from their place.") -> FloatParam:
    """Declare how much chance there is, from none to so much that little can be learned."""
    return FloatParam(
        name="noise", title="Noise", effect=effect, default=default, minimum=0.0, maximum=1.0
    )


def plane_columns() -> dict[str, str]:
    """Say what the columns of classes in a plane mean."""
    return {
        "x": "Place from left to right.",
        "y": "Place from below.",
        "label": "Class, from 0.",
    }


def labels(n_points: int, n_classes: int) -> NDArray[np.int64]:
    """Give each point its class, in order; sizes differ by one at most."""
    import numpy as np

    return np.sort(np.arange(n_points) % n_classes)


def shares(label: NDArray[np.int64]) -> NDArray[np.float64]:
    """Give where each point stands among those of its class, evenly from above 0 to 1."""
    import numpy as np

    share = np.empty(len(label))
    for one in np.unique(label):
        mine = np.flatnonzero(label == one)
        share[mine] = np.arange(1, len(mine) + 1) / len(mine)
    return share


def shuffled(values: Values, rng: np.random.Generator) -> Values:
    """Put the rows into an order that says nothing."""
    size = len(next(iter(values.values())))
    order = rng.permutation(size)
    return {name: column[order] for name, column in values.items()}
