"""Drawing the split of a training again, from its model and its table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from armillary.base.errors import AppError
from armillary.learning.contract import SUPERVISED
from armillary.learning.fingerprint import fingerprint
from armillary.learning.prepare import Prepared, prepare
from armillary.learning.split import Shares, Split

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from armillary.learning.model import FittedModel


def draw_again(model: FittedModel, frame: pd.DataFrame) -> Prepared | None:
    """Give the rows that a model learned from and was judged by, as they were split.

    None where the table is not what it was: the sizes of the parts and a hash of all values have to
    come out the same. With a recipe its steps are applied as they were learned; where it left rows
    out the model no longer knows which.
    """
    import numpy as np

    if model.task.kind not in SUPERVISED:
        return None
    rng = np.random.default_rng(np.random.SeedSequence(model.seed).spawn(3)[0])
    try:
        if model.recipe is None:
            again = prepare(frame, model.task, shares_of(model), rng, is_told=False)
        else:
            again = _behind_recipe(model, frame, rng)
    except AppError:
        return None
    is_same = again.split.sizes() == model.evaluation.get("split")
    return again if is_same and again.data_hash == model.data_hash else None


def shares_of(model: FittedModel) -> Shares:
    """Give the shares of the rows that steered and judged a model."""
    return Shares(**model.evaluation.get("shares", {}))


def _behind_recipe(model: FittedModel, frame: pd.DataFrame, rng: np.random.Generator) -> Prepared:
    """Split what the recipe makes, with the training rows first, as a training orders them."""
    import numpy as np

    assert model.recipe is not None
    made = model.recipe.apply(frame)
    aside = [name for name in model.task.aside if name not in made and name in frame]
    made = made.assign(**{name: frame[name].to_numpy() for name in aside})
    whole = prepare(made, model.task, shares_of(model), rng, is_told=False)
    split, target = whole.split, whole.target
    held = np.concatenate([split.validation, split.test])
    order = np.concatenate([np.sort(split.train), np.sort(held)])
    learned = whole.frame.iloc[order].reset_index(drop=True)
    weights = None if target.weights is None else target.weights[order]
    target = replace(target, values=target.values[order], rows=target.rows[order], weights=weights)
    parts = (split.train, split.validation, split.test)
    return replace(
        whole,
        frame=learned,
        target=target,
        split=Split(*[np.flatnonzero(np.isin(order, part)) for part in parts]),
        data_hash=fingerprint(learned, target),
        groups=None if whole.groups is None else whole.groups[order],
    )
