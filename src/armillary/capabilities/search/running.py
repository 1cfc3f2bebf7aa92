"""A search as one job: start those that try, wait for them, keep the best."""

from collections.abc import Generator, Sequence
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from armillary import jobs
from armillary.base.database import after_commit
from armillary.base.errors import AppError
from armillary.base.values import utc_now
from armillary.capabilities import datasets, training
from armillary.capabilities.search import (
    as_training,
    board,
    clock,
    keeping,
    reading,
    stacking,
    standing,
)
from armillary.capabilities.search.schemas import LaneParams, SearchParams
from armillary.capabilities.search.service import TRIALS
from armillary.capabilities.search.stacking import Offer
from armillary.capabilities.search.tables import Search, Trial
from armillary.jobs import FINISHED, Job
from armillary.jobs.contract import (
    Control,
    JobContext,
    Log,
    Needs,
    Progress,
    SingleRun,
    Update,
    Wait,
    Write,
)
from armillary.learning.catalogue import get_entry
from armillary.report.names import metric_name
from armillary.report.scores import score_text

Phase = Literal["searching", "searched", "training", "trained"]
_WHY: dict[str, str] = {
    "stopped": "somebody stopped it",
    "time": "its time is over",
    "trials": "it has made all its trials",
    "no_gain": "the last trials brought no gain beyond noise",
    "failures": "every trial failed",
}


class SearchRun:
    """Drives one search through its phases; between them it has no place on a worker."""

    def __init__(self, job: JobContext) -> None:
        self._job = job
        self._params: SearchParams = job.params

    def run(self) -> SingleRun:
        """Go on with the phase that comes; cancelled, what trials have left goes at once."""
        try:
            with self._job.write() as session:
                clock.catch_up(session, self._job.id)
            yield from self._go_on()
        finally:
            if self._job.is_cancelled:
                keeping.forget(self._job.storage, self._job.id)
        return None

    def _go_on(self) -> Generator[Update, Control | None, None]:
        match self._find_phase():
            case "searching":
                yield Log("info", self._what_begins())
                yield Wait(self._start_lanes())
            case "searched":
                outcome = self._conclude()
                if outcome is None:
                    keeping.forget(self._job.storage, self._job.id)
                    yield Log("info", "It was stopped before a trial had anything to show.")
                    # Cancelled by now, it ends here.
                    yield Wait(())
                    return
                yield Log("info", self._what_came(outcome))
                yield Progress(0.9, message="Training the best")
                training_id = self._train_best(outcome)
                # Both go on at once.
                offer = yield from self._stack()
                self._write(offer)
                yield Wait((training_id,))
            case "training":
                yield Wait((self._read_training_id(),))
            case "trained":
                result = self._read_training()
                if result["error"] is not None:
                    yield Log("warning", f"The best was not trained: {result['error']}")
                with self._job.write() as session:
                    trained = training.get_training(self._job.actor, session, result["training_id"])
                    board.mark(session, self._job.id, trained.guard)
                    # What follows may be stopped; the leader is kept all the same.
                    board.conclude(session, self._job.id, _kept(result))
                # Only where a claim has died before it was done.
                offer = yield from self._stack()
                yield Progress(1.0, message="Done")
                self._job.finish(result, write=self._keep(offer))

    def _write(self, offer: Offer | None) -> None:
        with self._job.write() as session:
            self._keep(offer)(session)

    def _find_phase(self) -> Phase:
        """Read off the rows how far the search is; a job tried anew has no checkpoint."""
        if self._job.checkpoint is None:
            return "searching"
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._job.id)
            if search.outcome is None:
                return "searched"
            # A claim that died may have started the training without waiting for it.
            training_job = session.get_one(Job, search.outcome["training_id"])
        return "trained" if training_job.is_finished else "training"

    def _what_begins(self) -> str:
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._job.id)
        names = ", ".join(get_entry(name).name for name in search.algorithms)
        limit = f"{search.most_trials} trials"
        if search.seconds is not None:
            limit += f" or {search.seconds:g} s"
        return f"Searching {names} for the best {metric_name(search.metric)}, {limit} at most."

    def _what_came(self, outcome: dict[str, Any]) -> str:
        best = outcome["best"]
        with self._job.read() as session:
            metric = reading.get_search(self._job.actor, session, self._job.id).metric
        name, value = get_entry(best["algorithm_id"]).name, score_text(metric, best["value"])
        return (
            f"The search ended after {outcome['trials']} trials: {_WHY[outcome['reason']]}. "
            f"Trial {best['number']}, {name}, is best with {metric_name(metric)} {value}."
        )

    def _start_lanes(self) -> tuple[str, ...]:
        """Submit the jobs that try, unless a dead claim has done so already."""
        with self._job.write() as session:
            own = session.get_one(Job, self._job.id)
            held = _unfinished_lanes(session, own.id)
            if held:
                return tuple(held)
            search = session.get_one(Search, own.id)
            if search.started_at is not None:
                clock.begin_anew(session, own.id)
            rows, columns = datasets.find_size(self._job.actor, session, search.dataset_id)
            needs = training.gpu_for(search.algorithms, rows, columns, Needs())
            places = range(self._params.parallel)
            lanes = [self._submit_lane(session, own, lane, needs) for lane in places]
        return tuple(lanes)

    def _submit_lane(self, session: Session, own: Job, lane: int, needs: Needs) -> str:
        params = LaneParams(search_id=own.id, lane=lane, name=self._params.name)
        return jobs.submit(
            self._job.actor,
            session,
            TRIALS,
            params,
            # Whatever people wait for goes before one more trial.
            priority=own.priority - 1,
            idempotency_key=f"{own.id}/{own.claim_number}/{lane}",
            parent_id=own.id,
            needs=needs,
            reserved_for=own.reserved_for,
        ).id

    def _conclude(self) -> dict[str, Any] | None:
        """Say how the trials came out; raises where none of them did.

        None where somebody ended them before there was anything to keep: then it is cancelled.
        """
        from armillary.learning.search.importance import importances

        with self._job.write() as session:
            search = board.lock(session, self._job.id)
            trials = reading.trials_of(session, search.id)
            board.cut(session, [trial for trial in trials if trial.state == "running"])
            board.prune_waiting(session, trials)
        best = standing.best_of(search, trials)
        if best is None:
            if (told := self._why_nothing_came(search, trials)) is not None:
                raise told
            with self._job.write() as session:
                jobs.cancel(self._job.actor, session, self._job.id)
            return None
        reason = standing.find_reason_to_end(search, trials, utc_now())
        if reason is None and search.deadline is not None:
            reason = "time"  # those that tried may have kept more of it
        space = standing.space_of(search)
        objective = standing.objective_of(search)
        return {
            "reason": reason or "stopped",
            "trials": len(trials),
            "best": _described(best),
            "importances": importances(space, objective, standing.told(trials), seed=search.seed),
        }

    def _why_nothing_came(self, search: Search, trials: Sequence[Trial]) -> AppError | None:
        """Say why there is nothing to keep; None where somebody just ended it too early."""
        with self._job.read() as session:
            own = sa.select(Job.error).where(Job.parent_id == self._job.id, Job.kind == TRIALS)
            failed = [error for error in session.scalars(own) if error]
        if failed:
            told = failed[0]
            return AppError(told["message"], code=told["code"], status=422)
        reasons = [trial.error for trial in trials if trial.error]
        if search.is_stopping and not reasons:
            return None
        why = f" The first failed so: {reasons[0]}" if reasons else ""
        return AppError(
            f"None of {len(trials)} trials came to an end.{why} "
            "Give it more time, fewer rows, or faster algorithms.",
            code="no_trial_finished",
            status=422,
        )

    def _train_best(self, outcome: dict[str, Any]) -> str:
        """Start an ordinary training with the best values, whose test part no trial has seen."""
        best = outcome["best"]
        with self._job.write() as session:
            own = session.get_one(Job, self._job.id)
            search = board.lock(session, own.id)
            if search.outcome is not None:
                # A claim that died has started it.
                return str(search.outcome["training_id"])
            request = as_training.request_of(
                search,
                best["algorithm_id"],
                best["params"],
                f"Best of {search.name}",
                session_id=f"{own.id}-{own.claim_number}",
            )
            job = training.start(
                self._job.actor,
                session,
                request,
                came_of=as_training.came_of(search, best["number"]),
                parent_id=own.id,
                priority=own.priority,
                reserved_for=own.reserved_for,
            )
            board.conclude(session, own.id, {**outcome, "training_id": job.id})
            return job.id

    def _read_training_id(self) -> str:
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._job.id)
        return str((search.outcome or {})["training_id"])

    def _read_training(self) -> dict[str, Any]:
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._job.id)
            outcome = search.outcome or {}
            training_id = outcome["training_id"]
            row = training.get_training(self._job.actor, session, training_id)
            error = session.get_one(Job, training_id).error
            trained = row.model_id, row.metrics
        model_id, metrics = trained
        told = None if model_id else (error or {}).get("message", "it was stopped")
        return {
            "training_id": training_id,
            "model_id": model_id,
            "metrics": metrics,
            "best": outcome["best"],
            "error": told,
        }

    def _stack(self) -> Generator[Update, Control | None, Offer | None]:
        """Stack the best, if somebody wants that; closed in the middle, the leader remains."""
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._job.id)
            trials = reading.trials_of(session, search.id)
        outcome = search.outcome or {}
        if not search.request.get("stack") or "stack" in outcome:
            return None
        offer = yield from stacking.stack_best(self._job, search, trials)
        yield Log("info", offer.outcome["told"])
        return offer

    def _keep(self, offer: Offer | None) -> Write:
        stacked = {} if offer is None else {"stack": offer.outcome}

        def write(session: Session) -> None:
            board.conclude(session, self._job.id, stacked)
            after_commit(session, lambda _: keeping.forget(self._job.storage, self._job.id))
            if offer is not None and offer.write is not None:
                offer.write(session)

        return write


def _kept(result: dict[str, Any]) -> dict[str, Any]:
    return {name: result[name] for name in ("model_id", "metrics", "error")}


def _unfinished_lanes(session: Session, search_id: str) -> list[str]:
    own = sa.select(Job.id).where(
        Job.parent_id == search_id, Job.kind == TRIALS, Job.state.not_in(FINISHED)
    )
    return list(session.scalars(own.order_by(Job.id)))


def _described(trial: Trial) -> dict[str, Any]:
    return {
        "number": trial.number,
        "algorithm_id": trial.algorithm_id,
        "params": trial.params,
        "value": trial.value,
        "spread": trial.spread,
    }
