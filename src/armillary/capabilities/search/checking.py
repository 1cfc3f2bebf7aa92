"""Checking what is asked of a search before anything is submitted, and completing it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from armillary.base.access import Actor
from armillary.base.errors import Invalid
from armillary.capabilities import datasets, training
from armillary.capabilities.search.schemas import SearchRequest
from armillary.learning.catalogue import get_entry, require_weighs
from armillary.learning.search.before import with_first
from armillary.learning.search.choosing import choose_algorithms
from armillary.learning.search.objective import get_objective
from armillary.learning.search.space import Space, build_space

_NUMBERS = frozenset({"numeric", "datetime"})
# What weighs classes by itself, and the value that does not.
_BALANCING: Mapping[str, Any] = {"class_weight": "none", "balance_classes": False}


@dataclass(frozen=True)
class Checked:
    """A request with what it left out; ``kept`` is what its row remembers of it.

    ``wishes`` are those of the request, and what its class weights rule out.
    """

    name: str
    task: str
    metric: str
    wishes: dict[str, dict[str, Any]]
    space: Space
    kept: dict[str, Any]


def check(actor: Actor, session: Session, request: SearchRequest) -> Checked:
    """Refuse what cannot be searched, saying why."""
    dataset = datasets.get_dataset(actor, session, request.dataset_id)
    task = request.problem_type or _infer(dataset, str(request.target_column))
    algorithms = _algorithms(request, task, dataset["rows"] or 0)
    objective = get_objective(task, request.metric)
    wishes = _wishes(request, algorithms)
    first = [step.model_dump() for step in request.first]
    space = with_first(build_space(task, algorithms, wishes), first)
    for one in space.algorithms[1:]:
        _require_weighing(request, one.id, task)
    wanted = training.StartRequest(
        algorithm_id=space.algorithms[0].id,
        dataset_id=request.dataset_id,
        problem_type=task,
        **asked_of_table(request.model_dump(mode="json")),
        first=[training.FirstIn.model_validate(step) for step in first],
    )
    params = training.check_request(actor, session, wanted)
    target = " and ".join(request.target_columns or [str(request.target_column)])
    name = (request.name or f"{target} of {dataset['name']}")[:200]
    steps = {"steps": params.steps, "source_ids": params.source_ids}
    kept = request.model_dump(mode="json") | steps
    return Checked(name, task, objective.metric, wishes, space, kept)


def asked_of_table(request: Mapping[str, Any]) -> dict[str, Any]:
    """Give what a search asks of its table in the words of a training; ``steps`` go first."""
    names = ("target_column", "target_columns", "feature_columns", "group_column", "time_column",
             "text_columns", "weight_column", "class_weights", "recipe_id", "recipe")  # fmt: skip
    asked = {name: request.get(name) for name in names}
    if request.get("steps"):
        asked |= {"recipe_id": None, "recipe": {"steps": request["steps"]}}
    return asked | {"accepted_findings": request.get("accepted_findings") or []}


def _algorithms(request: SearchRequest, task: str, n_rows: int) -> list[str]:
    """Give what is asked for, or what suits; of our own choice only what heeds the weights."""
    if request.algorithms:
        return request.algorithms
    chosen = choose_algorithms(task, n_rows)
    if not (request.weight_column or request.class_weights):
        return chosen
    return [name for name in chosen if get_entry(name).weighs]


def _require_weighing(request: SearchRequest, algorithm_id: str, task: str) -> None:
    if not (request.weight_column or request.class_weights):
        return
    try:
        require_weighs(get_entry(algorithm_id), task)
    except Invalid as refused:
        errors = [{"loc": ["algorithms"], "msg": refused.message}]
        raise Invalid(refused.message, code=refused.code, errors=errors) from None


def _wishes(request: SearchRequest, algorithms: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Give the wishes; where classes are weighed nothing else may weigh them too."""
    wishes = {name: dict(own) for name, own in request.space.items()}
    if not request.class_weights:
        return wishes
    for entry in map(get_entry, algorithms):
        for name, none in _BALANCING.items():
            if name in entry.properties:
                _rule_out(wishes.setdefault(entry.id, {}), entry.name, name, none)
    return wishes


def _rule_out(wishes: dict[str, Any], algorithm: str, name: str, none: Any) -> None:
    ruled_out = {"fixed": none}
    if wishes.setdefault(name, ruled_out) != ruled_out:
        message = (
            f"Give class_weights, or have {algorithm} choose {name}, not both. Take {name} off the "
            "space."
        )
        raise Invalid(message, errors=[{"loc": ["space"], "msg": message}])


def _infer(dataset: dict[str, Any], target: str) -> str:
    """Read the task off what is known of the target; a missing column is told by the check."""
    types = {column["name"]: column["type"] for column in dataset["schema"] or []}
    return "regression" if types.get(target) in _NUMBERS else "classification"
