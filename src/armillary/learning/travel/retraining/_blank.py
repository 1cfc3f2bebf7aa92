"""The shape of the table that a model learned from, and the seed that its algorithm was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from armillary.learning.contract import Table

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


def blank_table(model: FittedModel) -> Table:
    """Give a table of that shape that holds nothing, for settings that depend on no more."""
    import numpy as np

    rows, columns = model.evaluation["split"]["train"], model.preprocess.output_names()
    nothing = np.broadcast_to(np.zeros(1, model.preprocess.encoding.dtype), (rows, len(columns)))
    is_classes = model.task.kind == "classification"
    target = np.broadcast_to(np.zeros(1, np.int64 if is_classes else np.float64), rows)
    return Table(
        kind=model.task.kind,
        features=nothing,
        target=target,
        validation_features=nothing[:0],
        validation_target=target[:0],
        n_classes=len(model.classes or ()),
        columns=columns,
        categorical=model.preprocess.categorical(),
    )


def seed_of(model: FittedModel, below: int) -> int:
    """Give the first number that the algorithm drew, with which its library was seeded."""
    import numpy as np

    _, train_seed, _ = np.random.SeedSequence(model.seed).spawn(3)
    return int(np.random.default_rng(train_seed).integers(below))
