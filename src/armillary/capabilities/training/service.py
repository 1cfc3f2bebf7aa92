"""What is decided about training: checking a request, and making it a job."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict, Invalid, NotFound
from armillary.base.ids import new_id
from armillary.base.values import utc_now
from armillary.capabilities import datasets
from armillary.capabilities.training import (
    columns,
    experiments,
    external,
    goals,
    machines,
    recipes,
    sessions,
    timeline,
    validating,
)
from armillary.capabilities.training.runs import entries
from armillary.capabilities.training.schemas import (
    ConfigureRequest,
    StartRequest,
    TrainParams,
)
from armillary.capabilities.training.tables import TrainConfig, Training
from armillary.jobs import Job
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.contract import task_words
from armillary.learning.params import check

FIT = "training.fit"


@dataclass(frozen=True)
class Placed:
    """Where a run belongs: its experiment, None for that of its algorithm and table, and tags."""

    experiment_id: str | None = None
    tags: tuple[str, ...] = ()


_ANYWHERE = Placed()


def configure(actor: Actor, session: Session, request: ConfigureRequest) -> TrainConfig:
    """Keep a checked choice of values, to be started later."""
    actor.require("editor")
    entry = get_entry(request.algorithm_id)
    _check_task(entry, request.problem_type)
    values = check(entry, request.hyperparameters, door="strict").require()
    row = TrainConfig(
        id=new_id("cfg"),
        workspace_id=actor.workspace_id,
        session_id=new_id("job"),
        request=request.model_dump(exclude={"hyperparameters"}),
        hyperparameters=values,
        created_by=actor.id,
        created_at=utc_now(),
    )
    session.add(row)
    return row


def start(
    actor: Actor,
    session: Session,
    request: StartRequest,
    *,
    came_of: Mapping[str, Any] | None = None,
    **submission: Any,
) -> Job:
    """Check a request at the strict door and submit it as a job.

    Asked again with the same ``session_id`` it gives the job there is. ``came_of`` is told on its
    timeline, see `begin`; ``submission`` goes to `jobs.submit` (say ``reserved_for``).
    """
    if request.config_id:
        request = _complete(request, get_config(actor, session, request.config_id))
    if request.session_id and (held := session.get(Training, request.session_id)):
        return _started(actor, session, held)
    if request.architecture_id:
        raise NotFound(f"There is no architecture {request.architecture_id!r}.")
    params = check_request(actor, session, request)
    placed = Placed(request.experiment_id, tuple(request.tags))
    named = {"job_id": request.session_id, **submission}
    return begin(actor, session, params, placed, came_of=came_of, **named)


def begin(
    actor: Actor,
    session: Session,
    params: TrainParams,
    placed: Placed = _ANYWHERE,
    *,
    came_of: Mapping[str, Any] | None = None,
    **submission: Any,
) -> Job:
    """Submit a checked training as a job, put it where it belongs, and open its timeline.

    ``came_of`` says there what its values are from: ``{search, trial, name}``.
    """
    rows, columns = datasets.find_size(actor, session, params.dataset_id)
    job = jobs.submit(
        actor,
        session,
        FIT,
        params.model_dump(mode="json"),
        subject=("dataset", params.dataset_id),
        needs=machines.needs_of(params.algorithm_id, rows, columns),
        **submission,
    )
    row = _training(actor, job.id, params)
    row.experiment_id = experiments.choose(actor, session, placed.experiment_id, params).id
    session.add(row)
    entries.add(session, row, sessions.STATUS.get(job.state, "queued"), placed.tags)
    by, details = timeline.Person.of(actor), came_of or {}
    timeline.note(session, job.id, job.workspace_id, "created", by=by, details=details)
    return job


def start_configured(actor: Actor, session: Session, identity: str) -> Job:
    """Start what was configured under a config id, or under the session id reserved for it."""
    held = session.get(Training, identity)
    if held is not None and held.workspace_id == actor.workspace_id:
        return _started(actor, session, held)
    return start(actor, session, StartRequest(config_id=identity))


def stop(actor: Actor, session: Session, session_id: str) -> Training:
    """Ask a training to stop; what was best is kept. One that has ended stays as it is."""
    actor.require("editor")
    row = sessions.get_training(actor, session, session_id)
    if row.source == "fit":
        jobs.cancel(actor, session, session_id)
    else:
        external.finish(session, row, "cancelled")
    return row


def get_config(actor: Actor, session: Session, identity: str) -> TrainConfig:
    """Give a configuration by its own id or by the session id reserved for it."""
    row = session.get(TrainConfig, identity)
    if row is None:
        row = session.query(TrainConfig).filter_by(session_id=identity).one_or_none()
    if row is None or row.workspace_id != actor.workspace_id:
        raise NotFound(
            f"There is no configuration {identity!r} in this workspace.", code="config_not_found"
        )
    return row


def _complete(request: StartRequest, config: TrainConfig) -> StartRequest:
    """Fill what a request leaves out from a configuration."""
    held = {**config.request, "hyperparameters": config.hyperparameters}
    held["session_id"] = config.session_id
    given = request.model_dump(exclude_none=True, exclude_unset=True)
    said = {key: value for key, value in held.items() if value not in (None, "")}
    return StartRequest(**{**said, **given})


def _started(actor: Actor, session: Session, held: Training) -> Job:
    if held.workspace_id != actor.workspace_id or held.source != "fit":
        raise Conflict(f"The session id {held.id!r} is taken; choose another, or leave it out.")
    return jobs.get(actor, session, held.id)


def check_request(actor: Actor, session: Session, request: StartRequest) -> TrainParams:
    """Refuse what cannot be trained before anything is submitted."""
    request = goals.with_first_target(request)
    entry = _require(request)
    _check_task(entry, request.problem_type)
    goals.require_sensible_target(entry, request)
    goals.require_weighing(entry, request)
    goals.require_one_kind(entry, request)
    dataset = datasets.get_dataset(actor, session, str(request.dataset_id))
    require_ready(dataset)
    recipe = recipes.check(actor, session, request)
    _check_columns(dataset, request, recipe)
    if recipe is None:
        _check_classes(actor, session, request)
    values = check(entry, request.hyperparameters or {}, door="strict").require()
    kind: Any = entry.task_of(request.problem_type)
    name = request.name or f"{entry.name} on {dataset['name']}"
    features = request.feature_columns
    return TrainParams(
        algorithm_id=entry.id,
        dataset_id=str(request.dataset_id),
        target=request.target_column or None,
        targets=tuple(request.target_columns) if request.target_columns else None,
        features=None if features is None else tuple(features),
        group=request.group_column,
        time=request.time_column,
        texts=None if request.text_columns is None else tuple(request.text_columns),
        weight=request.weight_column or None,
        class_weights=request.class_weights or None,
        problem_type=kind,
        hyperparameters=values,
        seed=request.seed,
        name=name,
        steps=[] if recipe is None else recipe.steps,
        source_ids=[] if recipe is None else recipe.source_ids,
        max_seconds=request.max_seconds,
        first=goals.check_first(entry, request),
        accepted=request.accepted_findings,
        validation=validating.check(entry, request),
        calibration=goals.check_calibration(entry, request),
    )


def _require(request: StartRequest) -> CatalogueEntry:
    """Refuse a request that leaves out what it needs, and give its algorithm."""
    needed = ["algorithm_id", "dataset_id"]
    entry = get_entry(request.algorithm_id) if request.algorithm_id else None
    if entry is None or entry.requires_target(request.problem_type):
        needed.append("target_column")
    errors = [
        {"loc": [name], "msg": f"{name} is required."}
        for name in needed
        if not getattr(request, name)
    ]
    if errors or entry is None:
        raise Invalid(" ".join(str(error["msg"]) for error in errors), errors=errors)
    return entry


def _check_task(entry: CatalogueEntry, problem_type: str | None) -> None:
    if problem_type is not None and problem_type not in entry.tasks:
        raise Invalid(
            f"{entry.name} does {task_words(*entry.tasks)}; got problem_type {problem_type!r}.",
            errors=[{"loc": ["problem_type"], "msg": f"one of {', '.join(entry.tasks)}"}],
        )


def require_ready(dataset: dict[str, Any]) -> None:
    """Raise `Conflict` where a dataset cannot be learned from yet."""
    if dataset["state"] != "ready":
        raise Conflict(
            f"The dataset {dataset['name']!r} is {dataset['state']}; train when it is ready."
        )


def require_its_dataset(actor: Actor, session: Session, dataset_id: str, what: str) -> None:
    """Raise `Conflict` where what a run learned from is gone, or cannot be learned from now."""
    try:
        dataset = datasets.get_dataset(actor, session, dataset_id)
    except NotFound:
        raise Conflict(
            f"The dataset that this {what} learned from has been deleted, and this takes its rows. "
            "What was learned stays and can be used as before; to learn more, train on a dataset "
            "that is there.",
            code="dataset_deleted",
        ) from None
    require_ready(dataset)


def _check_columns(
    dataset: dict[str, Any], request: StartRequest, recipe: datasets.CheckedRecipe | None
) -> None:
    own = [column["name"] for column in dataset["schema"]]
    known = own if recipe is None else recipe.columns
    what = dataset["name"] if recipe is None else f"{dataset['name']}, prepared by the recipe,"
    named = ("target_column", "group_column", "time_column", "weight_column")
    asked = [(place, getattr(request, place)) for place in named]
    asked.append(("validation", request.validation and request.validation.column))
    asked += [("target_columns", name) for name in request.target_columns or ()]
    errors = columns.find_strangers(what, known, asked)
    # What a step makes of a chosen column is chosen with it; what one learns makes new columns.
    if recipe is None or recipe.is_whole:
        chosen = [("feature_columns", name) for name in request.feature_columns or ()]
        choosable = list(dict.fromkeys([*own, *known]))
        errors += columns.find_strangers(dataset["name"], choosable, chosen)
    targets = {request.target_column, *(request.target_columns or ())}
    if request.feature_columns == [] or targets & set(request.feature_columns or []):
        predicted = [repr(one) for one in request.feature_columns or () if one in targets]
        told = f"It names {' and '.join(predicted)}." if predicted else "It names none."
        msg = f"Name columns to learn from, other than the target. {told}"
        errors.append({"loc": ["feature_columns"], "msg": msg})
    if request.time_column and request.time_column == request.target_column:
        told = "Rows cannot be ordered by the target; name another column."
        errors.append({"loc": ["time_column"], "msg": told})
    if request.time_column and request.group_column:
        told = "Give group_column or time_column, not both: rows are split in one way."
        errors.append({"loc": ["time_column"], "msg": told})
    if recipe is None:
        errors += columns.check(dataset, request)
    columns.refuse(errors)


def _check_classes(actor: Actor, session: Session, request: StartRequest) -> None:
    """Refuse to weigh classes that are not there, where all that there are is known."""
    if not request.class_weights or not request.target_column:
        return
    dataset_id, target = str(request.dataset_id), request.target_column
    known = datasets.find_values(actor, session, dataset_id, target)
    unknown = columns.find_unknown_classes(target, known, request.class_weights)
    columns.refuse(unknown, code="unknown_class")


def _training(actor: Actor, job_id: str, params: TrainParams) -> Training:
    return Training(
        id=job_id,
        workspace_id=actor.workspace_id,
        source="fit",
        name=params.name,
        algorithm_id=params.algorithm_id,
        dataset_id=params.dataset_id,
        request=params.model_dump(mode="json", exclude={"hyperparameters"}),
        hyperparameters=params.hyperparameters,
        created_by=actor.id,
        created_at=utc_now(),
    )
