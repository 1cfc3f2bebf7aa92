"""The columns that a recipe is given, over which a model that begins with one is looked at.

So axes are in the units of the table, and what the recipe makes of a column moves along with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from armillary.learning.plane.axes import Axis, usable_columns
from armillary.learning.plane.grid import MOST_NUMBERS
from armillary.learning.preprocess.roles import role_of

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.explain_subject import Material
    from armillary.learning.preprocess import Preprocess
    from armillary.learning.recipe.fitted import FittedRecipe


@dataclass(frozen=True)
class Brought:
    """The rows of a table as they go into a recipe, and the columns of numbers that count there.

    ``strength`` is how much each of these matters to the model, by all that is made of it.
    """

    recipe: FittedRecipe
    preprocess: Preprocess
    frame: pd.DataFrame
    usable: tuple[str, ...]
    strength: Mapping[str, float]

    @staticmethod
    def of(material: Material, importance: Mapping[str, float]) -> Brought | None:
        """Find them; None without a recipe, or where fewer than two such columns go in."""
        recipe, raw = material.model.recipe, material.raw
        if recipe is None or raw is None or len(raw) != len(material.frame):
            return None
        preprocess = material.model.preprocess
        traced = recipe.traced(None)
        made = dict(zip(traced.fields.names, traced.sources, strict=True))
        strength: dict[str, float] = {}
        for name in usable_columns(preprocess):
            for source in made.get(name, ()):
                share = importance.get(name, 0.0) / len(made[name])
                strength[source] = strength.get(source, 0.0) + share
        usable = tuple(
            str(name)
            for name in raw.columns
            if name in recipe.needed and name in strength and role_of(raw[name]) == "numeric"
        )
        if len(usable) < 2:
            return None
        needed = [name for name in raw.columns if name in recipe.needed]
        return Brought(recipe, preprocess, raw[needed], usable, strength)

    def has(self, *names: str | None) -> bool:
        """Whether these, where any are named, are among the columns."""
        return all(name is None or name in self.usable for name in names)

    def parts(self, x: Axis, y: Axis, resolution: int, held: Mapping[str, Any]) -> Iterator[Any]:
        """Give rows of every pair of values, encoded, some at a time; the lowest y first."""
        import numpy as np
        import pandas as pd

        width = max(1, len(self.preprocess.output_names()))
        size = max(1, MOST_NUMBERS // (width * resolution))
        across, up = x.values(resolution), y.values(resolution)
        for start in range(0, resolution, size):
            some = up[start : start + size]
            count = resolution * len(some)
            columns: dict[str, Any] = {name: [value] * count for name, value in held.items()}
            columns[x.name] = np.tile(across, len(some))
            columns[y.name] = np.repeat(some, resolution)
            yield self.preprocess.encode(self.recipe.apply(pd.DataFrame(columns)))
