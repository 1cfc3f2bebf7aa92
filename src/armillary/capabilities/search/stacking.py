"""Stacking the best trials of a search, where that gains something."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from armillary.base.database import after_commit
from armillary.base.values import utc_now
from armillary.capabilities import models
from armillary.capabilities.search import standing
from armillary.capabilities.search.table import load_ground
from armillary.capabilities.search.tables import Search, Trial
from armillary.jobs.contract import Checkpoint, Control, JobContext, Progress, Update, Write
from armillary.learning import contract as learning
from armillary.learning.stacked import algorithm_name

if TYPE_CHECKING:
    from armillary.learning.search.stacking import Stacked


@dataclass(frozen=True)
class Offer:
    """What came of stacking: what is told of it, and how to keep the model if there is one."""

    outcome: dict[str, Any]
    write: Write | None = None


Offering = Generator[Update, Control | None, Offer]


def stack_best(job: JobContext, search: Search, trials: Sequence[Trial]) -> Offering:
    """Stack the best trials and judge the sum; kept only where it beats the best beyond noise."""
    from armillary.learning.search import stacking

    chosen = standing.members_of(search, trials)
    members = [_described(trial) for trial in chosen]
    if len(chosen) < 2:
        return Offer(_outcome(members, "There are not two trials to stack."))
    if _left_s(search) < standing.seconds_to_stack(search, trials):
        return Offer(_outcome(members, "There was no time left to stack the best."))
    ground = load_ground(job, search)
    machine = learning.Machine(threads=job.granted.threads)
    choices = [(trial.algorithm_id, trial.params) for trial in chosen]
    running = stacking.stack(ground, choices, search.seed, machine)
    stacked: Stacked | None = None
    try:
        while True:
            done = next(running)
            yield Progress(0.9 + 0.1 * done, message="Stacking the best")
            yield Checkpoint(dict)
            if _left_s(search) <= 0:
                return Offer(_outcome(members, "Time was over before the best were stacked."))
    except StopIteration as end:
        stacked = end.value
    finally:
        running.close()
    return _offer(job, search, members, stacked)


def _offer(
    job: JobContext, search: Search, members: list[dict[str, Any]], stacked: "Stacked | None"
) -> Offer:
    numbers = ", ".join(str(member["number"]) for member in members)
    if stacked is None:
        return Offer(_outcome(members, f"Of trials {numbers} the leader alone predicts best."))
    weighed = [
        member | {"weight": weight} for member, weight in zip(members, stacked.weights, strict=True)
    ]
    facts = {"gain": stacked.gain, "t": stacked.t, "metrics": dict(stacked.model.metrics)}
    if not stacked.is_better:
        told = (
            f"A stack of trials {numbers} does not beat the leader beyond noise on the test part, "
            "so it was not kept."
        )
        return Offer(_outcome(weighed, told) | facts)
    told = f"A stack of trials {numbers} beats the leader beyond noise on the test part."
    model_id = f"model_{job.id.removeprefix('job_')}-stack"
    folder = f"models/{model_id}/{job.claim_number}"
    lineage = {"dataset_id": search.dataset_id, "job_id": job.id, "created_by": job.actor.id}
    bundle = models.write_bundle(job.storage, stacked.model, f"{folder}/bundle", lineage)
    origin = models.Lineage(search.dataset_id, job.id, f"Stack for {search.name}"[:200])

    def register(session: Session) -> None:
        models.register(job.actor, session, model_id, stacked.model, bundle, origin)
        after_commit(session, lambda _: models.keep_only(job.storage, model_id, folder))

    return Offer(_outcome(weighed, told) | facts | {"model_id": model_id}, register)


def _outcome(members: list[dict[str, Any]], told: str) -> dict[str, Any]:
    return {"model_id": None, "members": members, "told": told}


def _described(trial: Trial) -> dict[str, Any]:
    return {
        "number": trial.number,
        "algorithm_id": trial.algorithm_id,
        "name": algorithm_name(trial.algorithm_id),
    }


def _left_s(search: Search) -> float:
    if search.deadline is None:
        return float("inf")
    return (search.deadline - utc_now()).total_seconds()
