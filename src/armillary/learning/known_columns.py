"""The columns of a model as people know them: those of their table, also where a recipe changed it.

A column that the recipe makes of one column of the table alone, such as a scaled number or a code,
is that column: its values are told as they were brought. What is made of several stays itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from armillary.learning.explaining import Block
from armillary.learning.preprocess.roles import role_of

if TYPE_CHECKING:
    import pandas as pd

    from armillary.learning.model import FittedModel
    from armillary.learning.preprocess.roles import Role

_MOST_WORDS = 50


@dataclass(frozen=True)
class KnownColumns:
    """The columns to explain; the values of those ``brought`` are those of the table."""

    blocks: tuple[Block, ...]
    brought: tuple[str, ...] = ()

    @staticmethod
    def of(model: FittedModel, raw: pd.DataFrame | None) -> KnownColumns:
        """Find them; ``raw`` is the table before the recipe, None where there is none."""
        made = _blocks(model)
        if model.recipe is None or raw is None:
            return KnownColumns(made)
        traced = model.recipe.traced(None)
        sources = dict(zip(traced.fields.names, traced.sources, strict=True))
        of_raw: dict[str, list[Block]] = {}
        for block in made:
            its = sources.get(block.name, frozenset())
            if len(its) == 1:
                of_raw.setdefault(next(iter(its)), []).append(block)
        # The name must not stand for something else that the recipe makes.
        taken = {block.name for block in made} - {b.name for its in of_raw.values() for b in its}
        known = {
            name: Block(name, role, _places(its), tuple(block.name for block in its))
            for name, its in of_raw.items()
            if name in raw.columns
            and name not in taken
            and (role := _role(raw[name], its)) is not None
        }
        by_made = {column: block for block in known.values() for column in block.columns}
        blocks = dict.fromkeys(by_made.get(block.name, block) for block in made)
        names = [block.name for block in blocks]
        if len(set(names)) < len(names):
            return KnownColumns(made)
        return KnownColumns(tuple(blocks), tuple(known))

    def frame(self, made: pd.DataFrame, raw: pd.DataFrame | None) -> pd.DataFrame:
        """Give rows with the values that people know, beside what else the recipe makes."""
        if raw is None or not self.brought:
            return made
        known = {name: raw[name].to_numpy() for name in self.brought if name in raw.columns}
        kept = made.drop(columns=[name for name in known if name in made.columns])
        return kept.assign(**known)


def _blocks(model: FittedModel) -> tuple[Block, ...]:
    """Give each column with its places, once, also where several members of a stack have it."""
    sources = model.preprocess.sources()
    roles = {column.name: column.role for column in model.preprocess.columns}
    places: dict[str, list[int]] = {}
    for place, source in enumerate(sources):
        places.setdefault(source, []).append(place)
    return tuple(Block(name, roles[name], tuple(its)) for name, its in places.items())


def _places(blocks: Sequence[Block]) -> tuple[int, ...]:
    return tuple(sorted(place for block in blocks for place in block.places))


def _role(column: pd.Series, made: Sequence[Block]) -> Role | None:
    """Give the role of a column of the table; None where what is made of it says more.

    That is so of numbers and dates that were brought as many different words.
    """
    if any(block.role == "text" for block in made):
        return "text"
    role = role_of(column)
    is_read = role == "categorical" and all(block.role != "categorical" for block in made)
    if is_read and column.astype(str).nunique() > _MOST_WORDS:
        return None
    return role
