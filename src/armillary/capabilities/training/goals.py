"""What is to be learned: to predict a column, or something of the table itself."""

from collections.abc import Sequence
from typing import Any

from armillary.base.errors import Invalid
from armillary.capabilities.training.schemas import StartRequest
from armillary.learning import chain
from armillary.learning.catalogue import CatalogueEntry, require_weighs


def require_sensible_target(entry: CatalogueEntry, request: StartRequest) -> None:
    """Refuse a target that an algorithm neither learns from nor is judged by."""
    kind = entry.task_of(request.problem_type)
    if kind == "preprocessing" and request.target_column and not entry.needs_target:
        message = f"{entry.name} learns nothing from a target; leave target_column out."
        errors = [{"loc": ["target_column"], "msg": message}]
        raise Invalid(message, code="target_not_used", errors=errors)


def require_weighing(entry: CatalogueEntry, request: StartRequest) -> None:
    """Refuse weights where the algorithm cannot heed them, and two ways to weigh classes."""
    if not request.weight_column and not request.class_weights:
        return
    place = "weight_column" if request.weight_column else "class_weights"
    try:
        require_weighs(entry, request.problem_type)
    except Invalid as refused:
        errors = [{"loc": [place], "msg": refused.message}]
        raise Invalid(refused.message, code=refused.code, errors=errors) from None
    given = request.hyperparameters or {}
    is_twice = request.class_weights and given.get("class_weight", "none") not in (None, "none")
    if is_twice or (request.class_weights and given.get("balance_classes")):
        message = "Give class_weights, or have the algorithm balance the classes, not both."
        raise Invalid(message, errors=[{"loc": ["class_weights"], "msg": message}])


def check_first(entry: CatalogueEntry, request: StartRequest) -> list[dict[str, Any]]:
    """Give the algorithms that go before the learner, with complete values."""
    given: Sequence[dict[str, Any]] = [
        {"algorithm_id": step.algorithm_id, "hyperparameters": step.hyperparameters}
        for step in request.first or ()
    ]
    kind: Any = entry.task_of(request.problem_type)
    return chain.check_first(given, kind)
