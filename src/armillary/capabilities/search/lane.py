"""One job of a search: it takes one trial after another until the search is over."""

import time
from collections.abc import Generator
from math import isfinite
from typing import TYPE_CHECKING

from armillary.base.errors import AppError
from armillary.base.values import utc_now
from armillary.capabilities import training
from armillary.capabilities.search import board, clock, keeping, reading, rungs, standing
from armillary.capabilities.search.attempt import Attempt
from armillary.capabilities.search.overseer import Overseer
from armillary.capabilities.search.schemas import LaneParams
from armillary.capabilities.search.table import load
from armillary.capabilities.search.tables import Search, Trial
from armillary.jobs import Job, shall_give_way
from armillary.jobs.contract import (
    Checkpoint,
    Control,
    JobContext,
    Log,
    Progress,
    SingleRun,
    State,
    Update,
    Wait,
)
from armillary.learning.guard.against import sum_up
from armillary.learning.search import asking
from armillary.learning.search.comparing import is_hopeless
from armillary.learning.search.halving import with_rounds
from armillary.learning.search.pacing import is_tried
from armillary.learning.search.trial import FoldScore, Look, Trying, run_trial

if TYPE_CHECKING:
    from armillary.learning.search.ground import Ground

_WRITE_EVERY_S = 1.0
_GIVE_WAY_EVERY_S = 2.0
# Beginning again costs reading and splitting the table anew: at most so much of its turn.
_TURN_S = 15.0
_MOST_OF_TURN = 0.1
_TRIES_OF_OTHERS = 5
# Of the time that is left: what comes after it shall be worth beginning, too.
_SHARE_OF_TRIAL = 0.75
_LEAST_TRIAL_S = 1.0
# After so much work it is known how many others the processor works for.
_TELLING_S = 0.5
Steps = Generator[Update, Control | None, None]


class Lane:
    """Runs trials of one search, each on the same folds of the same table."""

    def __init__(self, job: JobContext) -> None:
        self._job = job
        params: LaneParams = job.params
        self._search_id, self._lane = params.search_id, params.lane
        self._tried = 0
        self._has_models: dict[int, bool] = {}
        self._begun_at, self._worked_s = time.monotonic(), time.process_time()
        self._looked_at = self._turn_until = self._begun_at

    def run(self) -> SingleRun:
        """Try until the search is over; gives way to other work between trials."""
        try:
            return (yield from self._run())
        finally:
            if self._job.is_cancelled or self._has_search_ended():
                # Nobody will stack any more what is left.
                keeping.forget(self._job.storage, self._search_id)

    def _has_search_ended(self) -> bool:
        with self._job.read() as session:
            job = session.get(Job, self._search_id)
            return job is None or job.is_finished

    def _run(self) -> SingleRun:
        with self._job.write() as session:
            search = clock.come_back(session, self._search_id)
            left = board.unfinished_of(session, self._job.id)
            if self._is_over(search, reading.trials_of(session, search.id)):
                board.cut(session, left)
                return {"trials": 0}
        self._space = standing.space_of(search)
        self._objective, self._seed = standing.objective_of(search), search.seed
        earlier = [(name, values) for name, values, *_ in search.earlier]
        ground, against = self._lay_ground(search)
        n_rows = len(ground.prepared.target.values)
        self._first = asking.first_proposals(self._space, earlier, n_rows)
        self._learns_anew = ground.learns_anew
        yield Log("info", self._what_begins(ground))
        for note in (*ground.notes, *against):
            yield Log("warning", note)
        with Overseer(self._job, self._search_id) as overseer:
            self._begin_turn()
            trial = left[0] if left else self._next()
            while trial is not None:
                yield from self._try(ground, trial, overseer)
                self._tried += 1
                yield Progress(message=f"{self._tried} trials")
                yield Checkpoint(_nothing)
                if self._is_wanted_elsewhere():
                    # The job begins again with its place in the queue.
                    yield Wait(())
                trial = self._next()
        return {"trials": self._tried}

    def _lay_ground(self, search: Search) -> tuple["Ground", list[str]]:
        """Split the table, and say what of it speaks against every score."""
        given = load(self._job, search)
        ground = given.lay_ground(search)
        # One of the jobs looks for all, once it is known that the rows can be learned from.
        guard = given.look(search) if self._lane == 0 else search.guard
        with self._job.write() as session:
            board.split(session, search.id, ground.held_to_learned, ground.notes)
            board.mark(session, search.id, guard)
        told = sum_up(guard)
        return ground, [told] if told else []

    def _what_begins(self, ground: "Ground") -> str:
        folds = len(ground.folds)
        how = "one part held out" if folds == 1 else f"{folds} folds"
        if ground.is_judged_by_folds:
            return f"Trying on {how} of all rows; none are kept to judge the winner."
        kept = len(ground.prepared.split.test)
        return f"Trying on {how}; {kept:,} rows are kept from every trial to judge the winner."

    def _is_over(self, search: Search, trials: list[Trial]) -> bool:
        kept_s = self._reserve_s(search, trials)
        return standing.find_reason_to_end(search, trials, utc_now(), kept_s) is not None

    def _begin_turn(self) -> None:
        """Say until when it keeps its place against searches that wait for one."""
        now = time.monotonic()
        self._turn_until = now + max(_TURN_S, (now - self._begun_at) / _MOST_OF_TURN)

    def _is_wanted_elsewhere(self) -> bool:
        now = time.monotonic()
        if now < self._looked_at + _GIVE_WAY_EVERY_S:
            return False
        self._looked_at = now
        is_over = now > self._turn_until
        with self._job.read() as session:
            return shall_give_way(session, self._job.id, has_had_its_turn=is_over)

    def _next(self) -> Trial | None:
        """Begin the next trial; None where the search is over."""
        while True:
            with self._job.read() as session:
                search = reading.get_search(self._job.actor, session, self._search_id)
                trials = reading.trials_of(session, self._search_id)
            if self._is_over(search, trials):
                return None
            if (waiting := self._find_waiting(search, trials)) is not None:
                with self._job.write() as session:
                    going_on = board.go_on(session, search.id, self._job.id, waiting.number)
                if going_on is not None:
                    return going_on
                continue
            if len(trials) >= search.most_trials:
                return None
            number = len(trials)
            proposal, origin = self._propose(search, trials, number)
            with self._job.write() as session:
                trial = board.claim(session, search.id, self._job.id, number, proposal, origin)
            if trial is not None:
                return trial

    def _find_waiting(self, search: Search, trials: list[Trial]) -> Trial | None:
        """Give the trial that goes on with more rounds, where there is time for it."""
        is_last_call = len(trials) >= search.most_trials
        waiting = rungs.find_waiting(self._objective, trials, is_last_call=is_last_call)
        if waiting is None or (rung := rungs.next_rung(search, waiting)) is None:
            return None
        proposal = waiting.algorithm_id, waiting.params
        return waiting if self._fits(search, trials, proposal, rung.share) else None

    def _propose(
        self, search: Search, trials: list[Trial], number: int
    ) -> tuple[asking.Proposal, str]:
        known = [(one.algorithm_id, one.params) for one in trials]
        for first in self._first:
            is_new = not any(is_tried(first.proposal, one) for one in known)
            if is_new and self._fits(search, trials, first.proposal):
                return first.proposal, first.origin
        told = standing.told(trials)
        for other in range(_TRIES_OF_OTHERS):
            seed = search.seed + other
            proposal = asking.propose(self._space, self._objective, told, number, seed)
            if proposal not in known and self._fits(search, trials, proposal):
                break
        return proposal, "guessed"

    def _fits(
        self,
        search: Search,
        trials: list[Trial],
        proposal: asking.Proposal,
        share: float | None = None,
    ) -> bool:
        """Whether what a trial learns next, a share of its rounds, is likely to end in time."""
        expected_s = standing.expected_s(proposal[0], trials)
        if search.deadline is None or expected_s is None:
            return True
        left_s = (search.deadline - utc_now()).total_seconds()
        learned = rungs.first_share(search, *proposal) if share is None else share
        return learned * expected_s <= left_s - self._reserve_s(search, trials)

    def _try(self, ground: "Ground", trial: Trial, overseer: Overseer) -> Steps:
        """Run one trial to its end, or rung, to where it is hopeless, or to where time is over."""
        finished, kept_s, rung = self._at_the_start(trial)
        attempt = Attempt(rung)
        # What has learned less is not compared with what has learned all.
        finished = [] if attempt.is_part else finished
        written_at = time.monotonic()
        trying = self._begin(ground, trial, rung)
        overseer.begin(kept_s)
        try:
            for look in trying:
                is_judged = attempt.take(look)
                if is_judged and is_hopeless(attempt.scores, finished, self._objective):
                    attempt.state = "pruned"
                    break
                if overseer.must_end and len(attempt.folds) < len(ground.folds):
                    attempt.state = "cut"
                    break
                if time.monotonic() > written_at + _WRITE_EVERY_S:
                    written_at = time.monotonic()
                    self._write(trial, attempt, "running")
                    overseer.keep(self._kept_s())
                yield Checkpoint(_nothing)
        except Exception as failure:  # noqa: BLE001  # one bad choice of values ends no search
            attempt.state, attempt.error = "failed", _told(failure)
        finally:
            overseer.end()
            trying.close()
        self._end(trial, attempt)

    def _begin(self, ground: "Ground", trial: Trial, rung: rungs.Rung | None) -> Trying:
        machine = training.machine_of(self._job.granted)
        values = trial.params
        if rung is not None:
            values = with_rounds(trial.algorithm_id, values, rung.rounds)
        stand = keeping.find_stand(self._job.storage, trial)
        return run_trial(
            ground,
            self._objective,
            trial.algorithm_id,
            values,
            self._seed,
            machine,
            stand=stand,
            seconds=self._seconds_of(trial) if rung is None else None,
            wished=self._space.of(trial.algorithm_id).wished,
        )

    def _seconds_of(self, trial: Trial) -> float | None:
        """Say how long a trial may take, where the search has an end."""
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._search_id)
            trials = reading.trials_of(session, self._search_id)
        if search.deadline is None:
            return None
        left_s = (search.deadline - utc_now()).total_seconds()
        return max(_LEAST_TRIAL_S, _SHARE_OF_TRIAL * (left_s - self._reserve_s(search, trials)))

    def _end(self, trial: Trial, attempt: Attempt) -> None:
        """Keep what a trial leaves, and write how it stands."""
        stand = attempt.stand()
        if attempt.state == "cut" and not attempt.folds:
            attempt.folds = _judged(attempt.last)
        if stand is not None:
            keeping.keep_stand(self._job.storage, trial, stand)
            attempt.state = "paused"
        elif attempt.state == "complete":
            self._keep(trial, attempt)
        self._write(trial, attempt, attempt.state)

    def _keep(self, trial: Trial, attempt: Attempt) -> None:
        """Keep what a good trial leaves for the stack, and no longer what it has beaten."""
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._search_id)
            trials = reading.trials_of(session, self._search_id)
        if not search.request.get("stack") or not isfinite(attempt.value):
            return
        if keeping.is_worth_keeping(trial, attempt.value, trials, self._objective):
            with_models = not self._learns_anew
            keeping.keep(self._job.storage, trial, attempt.models, with_models=with_models)
            keeping.forget_beaten(self._job.storage, search, trials)

    def _write(self, trial: Trial, attempt: Attempt, state: str) -> None:
        # Of a rung the rounds are those of the rung, not of the trial.
        values = None if attempt.rung is not None else attempt.values
        with self._job.write() as session:
            board.write_scores(
                session,
                self._search_id,
                trial.number,
                attempt.folds,
                state,
                attempt.error,
                values,
            )

    def _at_the_start(self, trial: Trial) -> tuple[list[list[float]], float, rungs.Rung | None]:
        """Give the scores to compare with, the seconds to keep for the end, and what is learned."""
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._search_id)
            trials = reading.trials_of(session, self._search_id)
        finished = [one.scores for one in trials if one.state == "complete"]
        return finished, self._reserve_s(search, trials), rungs.next_rung(search, trial)

    def _kept_s(self) -> float:
        """Give the seconds to keep for the end, as is known by now."""
        with self._job.read() as session:
            search = reading.get_search(self._job.actor, session, self._search_id)
            return self._reserve_s(search, reading.trials_of(session, self._search_id))

    def _reserve_s(self, search: Search, trials: list[Trial]) -> float:
        lost = keeping.find_lost(self._job.storage, search, trials, self._has_models)
        return standing.reserve_s(search, trials, lost, self._slowness())

    def _slowness(self) -> float:
        """Say how many seconds pass while the processor works for one; 1 until that is known."""
        passed_s = time.monotonic() - self._begun_at
        worked_s = time.process_time() - self._worked_s
        return max(1.0, passed_s / worked_s) if worked_s > _TELLING_S else 1.0


def _judged(look: Look | None) -> list[FoldScore]:
    """Judge what a trial has learned so far; a fit that has shown nothing has nothing to judge."""
    if look is None:
        return []
    try:
        return [look.judge()]
    except Exception:  # noqa: BLE001  # half of a fit need not be able to predict
        return []


def _told(failure: Exception) -> str:
    if isinstance(failure, AppError):
        return failure.message
    return f"{type(failure).__name__}: {failure}"


def _nothing() -> State:
    return {}
