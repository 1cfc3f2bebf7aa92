"""How the trials of a search stand: who leads, who is tied, whether it is over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Literal

from armillary.capabilities.search import rungs
from armillary.capabilities.search.tables import Search, Trial
from armillary.capabilities.search.wire import cost_of
from armillary.learning.search.asking import Told
from armillary.learning.search.before import ids_of, with_first
from armillary.learning.search.comparing import Scored, rank, stand, trials_without_gain
from armillary.learning.search.objective import Objective, get_objective
from armillary.learning.search.space import Space, build_space
from armillary.learning.search.stacking import SLOWER, choose_members

Reason = Literal["stopped", "time", "trials", "no_gain", "failures"]
_MOST_FAILURES = 10
# A training of the winner begins in a job of its own, and is judged and stored.
_LEAST_RESERVE_S = 2.0
_MOST_RESERVED = 0.3
_LEAST_SHARE = 0.05
# What the folds have left is read and weighed, and the sum is judged and stored.
LEAST_STACKING_S = 1.5
# That takes models of many trees a tenth of the time in which they were learned.
_HANDLED = 0.1


def objective_of(search: Search) -> Objective:
    """Give what a search seeks."""
    return get_objective(search.task, search.metric)


def space_of(search: Search) -> Space:
    """Give what a search looks through."""
    space = build_space(search.task, search.algorithms, search.space)
    return with_first(space, search.request.get("first") or [])


def first_of(search: Search) -> tuple[str, ...]:
    """Name the algorithms that go before every learner."""
    return ids_of(search.request.get("first") or [])


def scored(trials: Sequence[Trial]) -> list[Scored]:
    """Give the finished trials as comparisons see them."""
    return [
        Scored(trial.number, trial.value, tuple(trial.scores), cost_of(trial) or 0.0)
        for trial in trials
        if trial.state == "complete" and trial.value is not None
    ]


def told(trials: Sequence[Trial]) -> list[Told]:
    """Give the trials as the sampler hears of them; failed ones are worth nothing to it."""
    words: dict[str, Literal["running", "complete", "pruned"]] = {
        "running": "running",
        "complete": "complete",
        "pruned": "pruned",
        # It may yet go on; what it has reached is known.
        "paused": "pruned",
    }
    return [
        Told(trial.algorithm_id, trial.params, words[trial.state], trial.value, _steps(trial))
        for trial in trials
        if trial.state in words
    ]


def _steps(trial: Trial) -> list[Any]:
    """Give what the sampler compares trials by that have not come to their end."""
    values = trial.rung_values or []
    return [values[-1]] * len(values) if values else trial.scores


def best_of(search: Search, trials: Sequence[Trial]) -> Trial | None:
    """Give the trial that leads; where none is complete, the best of those that were cut."""
    by_number = {trial.number: trial for trial in trials}
    standing = stand(scored(trials), objective_of(search), search.held_to_learned or 0.0)
    if standing is not None:
        return by_number[standing.leader]
    objective = objective_of(search)
    cut = [(one.value, one) for one in trials if _is_part(one) and one.value is not None]
    if not cut:
        return None
    return max(cut, key=lambda pair: (objective.gain(pair[0], 0.0), -pair[1].number))[1]


def _is_part(trial: Trial) -> bool:
    """Whether a trial has something to show for itself though it did not come to its end."""
    return trial.state == "cut" or bool(trial.rung_values and trial.state in ("paused", "pruned"))


def to_wire(search: Search, trials: Sequence[Trial]) -> dict[str, Any] | None:
    """Give ``{leader, tied, cheapest, since_gain}`` by the numbers of trials."""
    finished = scored(trials)
    objective, ratio = objective_of(search), search.held_to_learned or 0.0
    standing = stand(finished, objective, ratio)
    if standing is None:
        return None
    return {
        "leader": standing.leader,
        "tied": list(standing.tied),
        "cheapest": standing.cheapest,
        "since_gain": trials_without_gain(finished, objective, ratio),
    }


def reserve_s(
    search: Search, trials: Sequence[Trial], lost: Sequence[Trial] = (), slowness: float = 1.0
) -> float:
    """Say how much of the time to keep for training and stacking the best, as far as is known.

    Of trials that are ``lost`` the models of the folds were not kept. ``slowness`` says how many
    seconds pass while the processor works for one: more than one where others work beside.
    """
    stack_s = seconds_to_stack(search, trials, lost)
    best = best_of(search, trials)
    fit_s = 0.0 if best is None or best.fit_s is None else best.fit_s
    begin_s = _seconds_to_begin(search, trials, slowness)
    wanted = begin_s + 1.5 * fit_s
    most = _MOST_RESERVED * (search.seconds or wanted)
    if stack_s:
        # Both go on at once; what the stack has to beat is learned beside it.
        single_s = 1.5 * fit_s if search.request.get("hold_out", True) else 0.0
        stack_s += (slowness - 1.0) * LEAST_STACKING_S
        wanted = max(wanted, begin_s + stack_s + single_s)
    return min(wanted, most)


def _seconds_to_begin(search: Search, trials: Sequence[Trial], slowness: float) -> float:
    """Guess how long a job takes to begin: where it has to wait, as long as the first trial's."""
    usual_s = slowness * _LEAST_RESERVE_S
    if search.started_at is None or not trials:
        return usual_s
    taken = (trials[0].started_at - search.started_at).total_seconds()
    return max(usual_s, taken)


def seconds_to_stack(search: Search, trials: Sequence[Trial], lost: Sequence[Trial] = ()) -> float:
    """Guess the seconds that stacking takes at least.

    Members that have ``lost`` the models of their folds learn the whole anew.
    """
    if not search.request.get("stack"):
        return 0.0
    members = members_of(search, trials)
    if not members:
        return 0.0
    anew = _learns_anew(search)
    whole_s = handled_s = 0.0
    for one in members:
        fold_s = cost_of(one) or 0.0
        if anew or one in lost:
            whole_s += fold_s
        else:
            handled_s += fold_s * len(one.scores)
    return LEAST_STACKING_S + SLOWER * whole_s + _HANDLED * handled_s


def _learns_anew(search: Search) -> bool:
    """Whether what folds have learned does not go into the sum, as far as the request tells."""
    return bool(search.request.get("time_column") or search.request.get("steps"))


def expected_s(algorithm_id: str, trials: Sequence[Trial]) -> float | None:
    """Guess the seconds that a further trial of an algorithm takes; None where nothing is known."""
    known = [
        (cost_of(one) or 0.0) * len(one.scores)
        for one in trials
        if one.algorithm_id == algorithm_id and one.state == "complete"
    ]
    return max(known, default=None)


def members_of(search: Search, trials: Sequence[Trial]) -> list[Trial]:
    """Give the trials to stack: the leader, and the best that err differently."""
    by_number = {trial.number: trial for trial in trials}
    ranked = [by_number[one.number] for one in rank(scored(trials), objective_of(search))]
    first = {(one.algorithm_id, str(one.params)): one for one in reversed(ranked)}
    chosen = choose_members([(one.algorithm_id, one.params) for one in ranked])
    return [first[name, str(values)] for name, values in chosen]


def find_reason_to_end(
    search: Search, trials: Sequence[Trial], now: datetime, kept_s: float | None = None
) -> Reason | None:
    """Say why no further trial shall begin, so many seconds kept; None while some shall."""
    if search.is_stopping:
        return "stopped"
    if search.deadline is not None:
        left_s = (search.deadline - now).total_seconds()
        # What would have to learn within less would show nothing.
        least_s = _LEAST_SHARE * (search.seconds or 0.0) if scored(trials) else 0.0
        kept_s = reserve_s(search, trials) if kept_s is None else kept_s
        if left_s <= kept_s + least_s:
            return "time"
    if len(trials) >= search.most_trials:
        objective = objective_of(search)
        if rungs.find_waiting(objective, trials, is_last_call=True) is None:
            return "trials"
    finished = scored(trials)
    if not finished and sum(trial.state == "failed" for trial in trials) >= _MOST_FAILURES:
        return "failures"
    if search.patience is not None:
        ratio = search.held_to_learned or 0.0
        if trials_without_gain(finished, objective_of(search), ratio) >= _patience(search):
            return "no_gain"
    return None


def _patience(search: Search) -> int:
    """Give the trials to wait for a gain; every algorithm gets its first look before."""
    return max(search.patience or 0, 2 * len(search.algorithms))
