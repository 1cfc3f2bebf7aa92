"""Polynomial features: products of columns, for models that only add.

**Source:** scikit-learn's PolynomialFeatures.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).data
    >>> *_, last = fit(table, Task("preprocessing"), "polynomial_features", {}, seed=0)
    >>> last.evaluation["overall_metrics"]["columns_out"]
    14.0

"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, combinations_with_replacement
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.learning.contract import (
    ONE_THREAD,
    About,
    Encoding,
    Machine,
    Preset,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.pack import pack_json, reading_weights, require_sound, unpack_json
from armillary.learning.parameters import BoolParam, IntParam, Params
from armillary.learning.unsupervised.learning import in_one_step

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

_FILE = "products.json"
_MOST_COLUMNS = 5_000


@dataclass(frozen=True)
class Products:
    """Which columns are multiplied for each product; ``width`` is how many there were."""

    columns: tuple[str, ...]
    factors: tuple[tuple[int, ...], ...]
    width: int
    places_new: bool = True

    def predict(self, features: npt.NDArray[Any]) -> Floats:
        """Give the products (n_rows, n_products)."""
        import numpy as np

        require_sound(features.shape[1] == self.width, "they are for another table")
        products = np.ones((len(features), len(self.factors)))
        for place, factors in enumerate(self.factors):
            for factor in factors:
                products[:, place] *= features[:, factor]
        return products

    def importance(self) -> None:
        """All columns are treated alike."""

    def to_state(self) -> State:
        """Give the factors as JSON."""
        shape = {"columns": self.columns, "factors": self.factors, "width": self.width}
        return State({_FILE: pack_json(shape)})

    @staticmethod
    def from_state(state: State) -> Products:
        """Rebuild what `to_state` gave."""
        with reading_weights():
            shape = unpack_json(state, _FILE)
            factors = tuple(tuple(places) for places in shape["factors"])
            width, columns = int(shape["width"]), tuple(shape["columns"])
            known = all(0 <= place < width for places in factors for place in places)
            require_sound(known and len(factors) == len(columns), "a column does not exist")
            return Products(columns, factors, width)


class PolynomialFeatures:
    """All products of so many columns."""

    id = "polynomial_features"
    about = About(
        name="Polynomial Features",
        category="Preprocessing",
        description="Adds the products of columns, so that a linear model can see them together.",
        when_to_use="Few columns that work together, before a linear model.",
        complexity="low",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/preprocessing.html#polynomial-features"
        ),
        presets=(
            Preset("balanced", "Balanced", "Squares and products of two."),
            Preset("pairs", "Only products", "No squares.", {"interaction_only": True}),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("preprocessing",)
    encoding = Encoding(scale=True)
    resumable = False
    params = Params(
        [
            IntParam(
                name="degree",
                title="Degree",
                effect="How many columns are multiplied at most; higher makes many more of them.",
                default=2,
                minimum=2,
                maximum=4,
            ),
            BoolParam(
                name="interaction_only",
                title="Only different columns",
                effect="Leaves out squares and cubes.",
                default=False,
            ),
        ]
    )

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Name the products; nothing of the values is learned."""
        factors = _factors(data.features.shape[1], params["degree"], params["interaction_only"])
        names = tuple(_name(places, data.columns) for places in factors)
        yield in_one_step(Products(names, factors, data.features.shape[1]))

    def load(self, state: State) -> Products:
        """Give the stored products."""
        return Products.from_state(state)


def _factors(width: int, degree: int, is_different: bool) -> tuple[tuple[int, ...], ...]:
    choose = combinations if is_different else combinations_with_replacement
    found: list[tuple[int, ...]] = []
    for count in range(1, degree + 1):
        for places in choose(range(width), count):
            found.append(places)
            if len(found) > _MOST_COLUMNS:
                raise Invalid(
                    f"The products of {width} columns up to degree {degree} are more than "
                    f"{_MOST_COLUMNS:,}. Choose fewer columns or a lower degree.",
                    code="too_many_columns",
                )
    return tuple(found)


def _name(places: tuple[int, ...], columns: tuple[str, ...]) -> str:
    """Name a product: ``age · income``, ``age^2``."""
    counts = Counter(places)
    return " · ".join(
        columns[place] if count == 1 else f"{columns[place]}^{count}"
        for place, count in counts.items()
    )


algorithm = PolynomialFeatures()
