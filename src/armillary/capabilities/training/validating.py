"""Which folds a training is asked to learn beside its model."""

from typing import TYPE_CHECKING

from armillary.base.errors import Invalid
from armillary.capabilities.training.schemas import StartRequest, TrainParams, ValidationIn
from armillary.learning.catalogue import CatalogueEntry
from armillary.learning.contract import SUPERVISED, task_words

if TYPE_CHECKING:
    from armillary.learning.validation import Validation


def check(entry: CatalogueEntry, request: StartRequest) -> ValidationIn | None:
    """Give the folds that are asked for, None for the test part alone; raises `Invalid`."""
    asked = request.validation
    if asked is None or asked.kind == "holdout":
        return None
    if asked.kind == "time" and not asked.column:
        asked = asked.model_copy(update={"column": request.time_column})
    wrong = _why_not(entry, request, asked)
    if wrong is not None:
        place, message = wrong
        errors = [{"loc": ["validation", place], "msg": message}]
        raise Invalid(message, code="no_cross_validation", errors=errors)
    from armillary.learning.validation.folds import Validation

    Validation(asked.kind, asked.folds, asked.repeats, asked.column, asked.trials)
    return asked


def of(params: TrainParams) -> "Validation":
    """Give the folds of a training as learning knows them."""
    from armillary.learning.validation.folds import Validation

    asked = params.validation
    if asked is None:
        return Validation()
    return Validation(asked.kind, asked.folds, asked.repeats, asked.column, asked.trials)


def cost_of(params: TrainParams) -> str | None:
    """Say what nested folds take, before they begin; None where there are none."""
    asked = of(params)
    if not asked.trials:
        return None
    return (
        f"Nested folds: {asked.n_splits} folds that try {asked.trials} settings each are "
        f"{asked.n_fits} trainings beside the one that is kept."
    )


def _why_not(
    entry: CatalogueEntry, request: StartRequest, asked: ValidationIn
) -> tuple[str, str] | None:
    kind = entry.task_of(request.problem_type)
    if kind is not None and kind not in SUPERVISED:
        return (
            "kind",
            f"Cross-validation judges what is predicted; {task_words(kind)} predicts nothing.",
        )
    if asked.kind == "grouped" and not request.group_column:
        return "kind", "Validation of kind 'grouped' needs group_column."
    if asked.kind == "time" and not asked.column:
        return "column", "Validation of kind 'time' needs time_column, or a column of its own."
    if asked.trials and request.target_columns and len(request.target_columns) > 1:
        return "trials", "Nested folds search the parameters of one target; leave trials out."
    if asked.repeats > 1 and asked.kind != "repeated":
        return "repeats", "Only validation of kind 'repeated' has repeats."
    return None
