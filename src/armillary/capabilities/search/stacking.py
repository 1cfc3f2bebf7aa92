"""Stacking the best trials of a search, where that gains something."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from armillary.base.database import after_commit
from armillary.base.values import utc_now
from armillary.capabilities import models, training
from armillary.capabilities.search import keeping, standing
from armillary.capabilities.search.table import load
from armillary.capabilities.search.tables import Search, Trial
from armillary.capabilities.search.wire import cost_of
from armillary.jobs.contract import Checkpoint, Control, JobContext, Progress, Update, Write
from armillary.learning.stacked import algorithm_name

if TYPE_CHECKING:
    from armillary.learning.search.summing import Summed


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
    if not chosen:
        return Offer(_outcome([], "There is no finished trial to stack."))
    bags = {one.number: keeping.find(job.storage, one) for one in chosen}
    # Of models that were too large to be kept, others are learned on everything.
    lost = [one for one in chosen if (bag := bags[one.number]) is None or not bag.models]
    spare_s = _left_s(search) - standing.seconds_to_stack(search, trials, lost)
    if search.request.get("hold_out", True):
        spare_s -= stacking.SLOWER * (chosen[0].fit_s or 0.0)
    if spare_s < 0.0:
        # What need not learn anew can still be added up.
        chosen = [one for one in chosen if (bag := bags[one.number]) and bag.models]
    members = [_described(trial) for trial in chosen]
    if not chosen or _left_s(search) < standing.LEAST_STACKING_S:
        return Offer(_outcome(members, "There was no time left to stack the best."))
    given = load(job, search)
    ground = given.lay_ground(search)
    chosen = chosen[: stacking.most_candidates(ground)]
    machine = training.machine_of(job.granted)
    candidates = [
        stacking.Candidate(one.algorithm_id, one.params, bags[one.number], cost_of(one) or 0.0)
        for one in chosen
    ]
    running = stacking.stack(ground, candidates, search.seed, machine, spare_s=spare_s)
    try:
        while True:
            done = next(running)
            yield Progress(0.9 + 0.1 * done, message="Stacking the best")
            yield Checkpoint(dict)
            if _left_s(search) <= 0:
                return Offer(_outcome(members, "Time was over before the best were stacked."))
    except StopIteration as end:
        summed: Summed = end.value
    finally:
        running.close()
    if (guard := given.look(search)) is not None:
        evaluation = {**summed.model.evaluation, "guard": guard}
        summed = replace(summed, model=replace(summed.model, evaluation=evaluation))
    return _offer(job, search, [_described(trial) for trial in chosen], summed)


def _offer(
    job: JobContext, search: Search, members: list[dict[str, Any]], stacked: "Summed"
) -> Offer:
    weighed = [
        member | {"weight": weight} for member, weight in zip(members, stacked.weights, strict=True)
    ]
    numbers = [str(member["number"]) for member in weighed if member["weight"]]
    several = "A stack of trials " + ", ".join(numbers)
    stack = several if len(numbers) > 1 else f"A stack of trial {numbers[0]} alone"
    where = "on the folds" if stacked.model.evaluation["part"] == "folds" else "on the test part"
    facts = {"gain": stacked.gain, "t": stacked.t, "metrics": dict(stacked.model.metrics)}
    if not stacked.is_better:
        told = f"{stack} does not beat the leader beyond noise {where}, so it was not kept."
        return Offer(_outcome(weighed, told) | facts)
    told = f"{stack} beats the leader beyond noise {where}."
    if where == "on the folds":
        told = f"{stack} was kept; no rows were held out to judge it."
    model_id = f"{models.model_id_of(job.id)}-stack"
    folder = f"models/{model_id}/{job.claim_number}"
    lineage = models.lineage_of(job, search.dataset_id)
    bundle = models.write_bundle(job.storage, stacked.model, f"{folder}/bundle", lineage)
    training.store_scores(job.storage, folder, stacked.model.judged, stacked.model.evaluation)
    if len(stacked.held) == 1:
        (held,) = stacked.held.values()
        training.store_held(job.storage, folder, held)
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
