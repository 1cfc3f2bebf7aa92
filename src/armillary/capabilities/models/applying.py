"""What is decided before a model is applied to a table."""

from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Conflict, Invalid, NotFound
from armillary.capabilities import datasets
from armillary.capabilities.models import service
from armillary.capabilities.models.schemas import ApplyRequest

APPLY = "models.apply"
_NAMED = 10


def apply(
    actor: Actor, session: Session, model_id: str, given: ApplyRequest
) -> tuple[dict[str, Any], str]:
    """Add the dataset to be made and submit the job that fills it; gives both.

    Raises `Conflict` where the table is not ready and `Invalid` where it lacks columns.
    """
    actor.require("editor")
    model = service.get_model(actor, session, model_id)
    source = datasets.get_dataset(actor, session, given.dataset_id)
    if source["state"] != "ready":
        raise Conflict(f"The dataset {source['name']!r} is {source['state']}; wait until it is.")
    known = {column["name"] for column in source["schema"]}
    missing = [feature["name"] for feature in model.features if feature["name"] not in known]
    if missing:
        named = ", ".join(map(repr, missing[:_NAMED]))
        message = f"{source['name']} lacks {named}, which the model needs."
        raise Invalid(
            message, code="missing_columns", errors=[{"loc": ["dataset_id"], "msg": message}]
        )
    usual_key = None
    if given.reasons:
        if model.describes is not None:
            raise Invalid("Reasons are given of what a model predicts; this one predicts nothing.",
                          code="not_explainable")  # fmt: skip
        usual_key = _usual_rows(actor, session, model.dataset_id, given.dataset_id)
    dataset_id = datasets.new_derived_id()
    name = given.name or f"{source['name']} by {model.algorithm_name}"
    params = {
        "model_id": model.id,
        "prefix": model.prefix,
        "algorithm_name": model.algorithm_name,
        "source_id": given.dataset_id,
        "dataset_id": dataset_id,
        "name": name,
        "keeps_columns": given.keep_columns,
        "size_bytes": source.get("memory_bytes") or 0,
        "reasons": given.reasons,
        "usual_key": usual_key,
    }
    job = jobs.submit(actor, session, APPLY, params, subject=("dataset", dataset_id))
    origin = {"model_id": model.id, "name": model.name, "algorithm": model.algorithm_name}
    dataset = datasets.begin_derived(
        actor,
        session,
        dataset_id,
        source_id=given.dataset_id,
        job_id=job.id,
        name=name,
        origin=origin,
    )
    return dataset, job.id


def _usual_rows(actor: Actor, session: Session, trained_on: str | None, applied_to: str) -> str:
    """Give the table that says what is usual: that of the training, or else the one asked about."""
    try:
        return datasets.locate_table(actor, session, trained_on or applied_to)[0]
    except (Conflict, NotFound):
        return datasets.locate_table(actor, session, applied_to)[0]
