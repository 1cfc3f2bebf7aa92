"""What is to be learned: to predict a column, or something of the table itself."""

from collections.abc import Sequence
from typing import Any

from armillary.base.errors import Invalid
from armillary.capabilities.training.schemas import Calibration, StartRequest
from armillary.learning import chain
from armillary.learning.catalogue import CatalogueEntry, get_entry, require_weighs
from armillary.learning.contract import SUPERVISED, task_words


def require_sensible_target(entry: CatalogueEntry, request: StartRequest) -> None:
    """Refuse a target that an algorithm neither learns from nor is judged by."""
    kind = entry.task_of(request.problem_type)
    if kind == "preprocessing" and request.target_column and not entry.needs_target:
        message = f"{entry.name} learns nothing from a target; leave target_column out."
        errors = [{"loc": ["target_column"], "msg": message}]
        raise Invalid(message, code="target_not_used", errors=errors)


def with_first_target(request: StartRequest) -> StartRequest:
    """Give the request with the first of several targets as its target; one alone is no several."""
    names = list(dict.fromkeys(request.target_columns or ()))
    if not names:
        return request
    first = request.target_column or names[0]
    ordered = [first, *(name for name in names if name != first)]
    several = ordered if len(ordered) > 1 else None
    return request.model_copy(update={"target_column": first, "target_columns": several})


def require_one_kind(entry: CatalogueEntry, request: StartRequest) -> None:
    """Refuse what several targets cannot have: a recipe, class weights, a task without targets."""
    if not request.target_columns:
        return
    kind = entry.task_of(request.problem_type)
    problem = None
    if kind is not None and kind not in SUPERVISED:
        problem = f"{task_words(kind).capitalize()} predicts no columns; leave target_columns out."
    elif request.recipe_id is not None or request.recipe is not None:
        problem = (
            "A recipe prepares a table for one target. Apply it to the dataset first, and train "
            "several targets on what it makes."
        )
    elif request.class_weights:
        problem = "Class weights are for one target; leave class_weights out."
    elif any(get_entry(step.algorithm_id).needs_target for step in request.first or ()):
        problem = "What chooses columns by a target cannot go before several of them."
    if problem is not None:
        errors = [{"loc": ["target_columns"], "msg": problem}]
        raise Invalid(problem, code="targets_not_supported", errors=errors)


def require_weighing(entry: CatalogueEntry, request: StartRequest) -> None:
    """Refuse weights where the algorithm cannot heed them, and two ways to weigh classes."""
    if not request.weight_column and not request.class_weights:
        return
    place = "weight_column" if request.weight_column else "class_weights"
    try:
        require_weighs(entry, entry.task_of(request.problem_type))
    except Invalid as refused:
        errors = [{"loc": [place], "msg": refused.message}]
        raise Invalid(refused.message, code=refused.code, errors=errors) from None
    given = request.hyperparameters or {}
    is_twice = request.class_weights and given.get("class_weight", "none") not in (None, "none")
    if is_twice or (request.class_weights and given.get("balance_classes")):
        message = "Give class_weights, or have the algorithm balance the classes, not both."
        raise Invalid(message, errors=[{"loc": ["class_weights"], "msg": message}])


def check_calibration(entry: CatalogueEntry, request: StartRequest) -> Calibration:
    """Give how probabilities are calibrated; raises `Invalid` where there are none."""
    kind = entry.task_of(request.problem_type)
    is_able = "classification" in entry.tasks and kind in (None, "classification")
    if request.calibration != "none" and not is_able:
        has_none = f"{task_words(kind)} has none" if kind else f"{entry.name} does not do that"
        message = f"Only classification has probabilities to calibrate; {has_none}."
        errors = [{"loc": ["calibration"], "msg": message}]
        raise Invalid(message, code="calibration_not_used", errors=errors)
    return request.calibration


def check_first(entry: CatalogueEntry, request: StartRequest) -> list[dict[str, Any]]:
    """Give the algorithms that go before the learner, with complete values."""
    given: Sequence[dict[str, Any]] = [
        {"algorithm_id": step.algorithm_id, "hyperparameters": step.hyperparameters}
        for step in request.first or ()
    ]
    kind: Any = entry.task_of(request.problem_type)
    return chain.check_first(given, kind)
