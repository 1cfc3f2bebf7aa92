"""What is decided before a recipe is run: what it reads, what it makes, and by which job."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.access import Actor
from armillary.base.errors import Invalid
from armillary.base.ids import new_id
from armillary.base.values import to_json, utc_now
from armillary.capabilities.datasets import events, service
from armillary.capabilities.datasets.recipes import lineage, sources
from armillary.capabilities.datasets.tables import Dataset
from armillary.learning.params import Door
from armillary.learning.recipe.checking import CheckedStep, check_steps, plan_ahead
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.steps import split

PREPARE = "datasets.prepare"
_NAME_CHARACTERS = 200


@dataclass(frozen=True)
class Wish:
    """What somebody wants made of a dataset.

    ``states`` are what the steps have learned elsewhere, by their places: given, nothing is learned
    anew. ``origin`` names the recipe or dataset that the steps come from.
    """

    dataset_id: str
    steps: Sequence[Any]
    name: str | None = None
    door: Door = "strict"
    states: Sequence[Any] = ()
    origin: Mapping[str, Any] | None = None


def make(actor: Actor, session: Session, wish: Wish) -> list[Dataset]:
    """Check a wish, add the datasets it makes and submit the job that fills them.

    One dataset comes of it, or one for each part where the last step splits into datasets. Raises
    `StepError` for what can be seen to be wrong without looking at rows.
    """
    actor.require("editor")
    row = service.find_ready(actor, session, wish.dataset_id)
    steps = check_steps(wish.steps, door=wish.door)
    if not any(step.is_on for step in steps):
        raise Invalid("A recipe needs at least one step that is on.", code="no_steps")
    parts = parts_of(steps)
    others = sources.find_others(actor, session, steps)
    plan_ahead(steps, sources.situation_of(row, others))
    read = [row, *others.values()]
    made_ids = [new_id("ds") for _ in parts]
    name = (wish.name or f"{row.name} prepared").strip()[:_NAME_CHARACTERS]
    job = jobs.submit(
        actor,
        session,
        PREPARE,
        {
            "dataset_ids": made_ids,
            "parts": list(parts),
            "source_ids": [each.id for each in read],
            "steps": [step.to_json() for step in steps],
            "states": list(wish.states) or None,
            "size_bytes": sum(each.memory_bytes or 0 for each in read),
            "name": name,
        },
        subject=("dataset", made_ids[0]),
    )
    recipe = lineage.begin(steps, read, wish.origin)
    made = []
    for dataset_id, part in zip(made_ids, parts, strict=True):
        full = name if part is None else f"{name} ({part})"
        made.append(
            add_made(actor, session, dataset_id, full, job.id, read, {**recipe, "part": part})
        )
    return made


def parts_of(steps: Sequence[CheckedStep]) -> tuple[str | None, ...]:
    """Give the parts that become datasets of their own; a single None where there are none."""
    dividing = [
        step
        for step in steps
        if step.is_on and step.kind.id == split.step.id and step.values["output"] == "datasets"
    ]
    if not dividing:
        return (None,)
    last = [step for step in steps if step.is_on][-1]
    if dividing[0] is not last:
        raise StepError(
            "Only the last step can make a dataset of each part; move it to the end, or have it "
            "make a column.",
            parameter="output",
        ).at_step(dividing[0].place, dividing[0].kind.about.name)
    return split.parts_of(last.values)


def add_made(
    actor: Actor,
    session: Session,
    dataset_id: str,
    name: str,
    job_id: str,
    read: Sequence[Dataset],
    recipe: dict[str, Any],
) -> Dataset:
    """Add a dataset that a job will make of others, by a recipe that says how."""
    # Until there are bytes to hash, what they are made of tells them apart.
    digest = hashlib.sha256(to_json({**recipe, "sources": [row.content_hash for row in read]}))
    row = Dataset(
        id=dataset_id,
        workspace_id=actor.workspace_id,
        name=name,
        filename=f"{service.clean_filename(name)}.parquet",
        state="importing",
        version=1,
        upload_date=utc_now(),
        created_by=actor.id,
        job_id=job_id,
        size_bytes=0,
        content_hash=digest.hexdigest(),
        warnings=[],
        issues=[],
        derived_from=[each.id for each in read],
        recipe=recipe,
    )
    session.add(row)
    events.created(session, row)
    return row
