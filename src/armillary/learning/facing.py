"""One target of a model of several, as a model of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from armillary.base.errors import Invalid
from armillary.learning import several
from armillary.learning.chain import Chained

if TYPE_CHECKING:
    from armillary.learning.model import FittedModel


def check_target(name: str | None, targets: Sequence[str]) -> str | None:
    """Give the target that is meant: the first of ``targets`` where none is named.

    ``targets`` is empty where a model has one or none, which need not be named; raises `Invalid`.
    """
    if name is None:
        return targets[0] if targets else None
    if name in targets:
        return name
    among = f"among {', '.join(targets)}" if targets else "left out for a model of one target"
    raise Invalid(f"target must be {among}; got {name!r}.", code="unknown_target")


def facing(model: FittedModel, target: str | None) -> FittedModel:
    """Give the part of a model that predicts one of its targets; of one target, the model itself.

    Where none is named the first is meant; raises `Invalid` where there is no such target.
    """
    names = model.task.targets or ()
    name = check_target(target, names)
    if name is None:
        return model
    place = names.index(name)
    chained = model.predictor if isinstance(model.predictor, Chained) else None
    whole = model.predictor if chained is None else chained.last
    own = cast(several.Several, whole).predictors[place]
    task = replace(
        model.task,
        target=name,
        targets=None,
        classes=several.classes_at(model.task, place),
        classes_of=None,
    )
    return replace(
        model, task=task, predictor=own if chained is None else replace(chained, last=own)
    )
