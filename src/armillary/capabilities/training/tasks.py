"""What the parameters of a job say is to be learned, in the words of learning."""

from collections.abc import Mapping

from armillary.capabilities.training.guarding.schemas import GuardParams
from armillary.capabilities.training.schemas import TrainParams
from armillary.capabilities.training.sweeps.schemas import SweepParams
from armillary.learning import contract as learning

Asked = TrainParams | SweepParams | GuardParams


def task_of(params: Asked, kind: learning.TaskKind) -> learning.Task:
    """Give the task that parameters describe."""
    class_weights: Mapping[str, float] | None = getattr(params, "class_weights", None)
    return learning.Task(
        kind,
        params.target,
        params.features,
        params.group,
        time=params.time,
        texts=getattr(params, "texts", None),
        weight=getattr(params, "weight", None),
        class_weights=class_weights,
        targets=getattr(params, "targets", None),
    )


def columns_of(params: Asked, *further: str | None) -> list[str] | None:
    """Name the columns of a table that a task needs; None means all."""
    if params.features is None:
        return None
    return list(dict.fromkeys([*params.features, *beside_of(params, *further)]))


def beside_of(params: Asked, *further: str | None) -> list[str]:
    """Name the columns that say how rows are split and judged, none of which is learned from."""
    # For which columns these are it does not matter what kind of task it is.
    aside = task_of(params, "classification").aside
    return list(dict.fromkeys([*aside, *(name for name in further if name)]))
