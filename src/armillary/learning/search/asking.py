"""What to try next: Optuna's sampler over a study rebuilt from the trials there are.

The trials that are stored are the only truth. A study is put together from them at each question
and thrown away with the answer, so nothing is lost with a process, and several processes may ask
side by side: what is being tried elsewhere is known to the sampler and kept away from.
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from armillary.base.values import from_json, to_json
from armillary.learning.search.objective import Objective
from armillary.learning.search.portfolio import portfolio
from armillary.learning.search.ranges import Choices, Domain, Range
from armillary.learning.search.space import Space

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution
    from optuna.study import Study
    from optuna.trial import FrozenTrial

RANDOM_TRIALS = 10
"""So many trials are told before the sampler begins to guess."""

Proposal = tuple[str, dict[str, Any]]


@dataclass(frozen=True)
class Told:
    """A trial as the sampler hears of it; ``scores`` are those of the folds so far."""

    algorithm_id: str
    values: Mapping[str, Any]
    state: Literal["running", "complete", "pruned"]
    value: float | None
    scores: Sequence[float] = ()


Origin = Literal["default", "earlier", "portfolio"]


@dataclass(frozen=True)
class First:
    """What is tried before anything is guessed, and why."""

    proposal: Proposal
    origin: Origin


def first_proposals(space: Space, earlier: Sequence[Proposal], n_rows: int) -> list[First]:
    """Give what is tried before anything is guessed.

    First the defaults that are quick to try, then what was good earlier, then what the portfolio
    knows for a table of so many rows, and last the defaults that take long.
    """
    quick, slow = space.defaults()
    known = {name for name, _ in portfolio(n_rows)}
    groups: tuple[tuple[Origin, Sequence[Proposal]], ...] = (
        ("default", [one for one in quick if one[0] not in known]),
        ("earlier", earlier),
        ("portfolio", _known_proposals(space, n_rows)),
        ("default", slow),
    )
    defaults = [*quick, *slow]
    found: dict[str, First] = {}
    for origin, proposals in groups:
        for proposal in proposals:
            if space.encode(*proposal) is not None:
                is_default = proposal in defaults
                first = First(proposal, "default" if is_default else origin)
                found.setdefault(repr(proposal), first)
    return list(found.values())


def _known_proposals(space: Space, n_rows: int) -> list[Proposal]:
    """Give the values of the portfolio as far as wishes leave them free."""
    ids = {one.id for one in space.algorithms}
    return [
        (name, space.of(name).with_values(own)) for name, own in portfolio(n_rows) if name in ids
    ]


def propose(
    space: Space, objective: Objective, told: Sequence[Told], number: int, seed: int
) -> Proposal:
    """Give the algorithm and the values of the trial with this number.

    The same trials, number and seed give the same proposal.
    """
    study = build_study(space, objective, told, seed=seed * 1_000_003 + number)
    trial = study.ask()

    def turn(dimension: str, domain: Domain) -> Any:
        if isinstance(domain, Choices):
            words = [_word(value) for value in domain.values]
            return from_json(trial.suggest_categorical(dimension, words))
        if domain.is_whole:
            return trial.suggest_int(dimension, int(domain.low), int(domain.high), log=domain.log)
        return trial.suggest_float(dimension, domain.low, domain.high, log=domain.log)

    return space.choose(turn)


def build_study(
    space: Space, objective: Objective, told: Sequence[Told], *, seed: int = 0
) -> Study:
    """Put a study together from trials; those that are no part of the space are left out."""
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    with warnings.catch_warnings():
        # Knobs that matter only with some choices need `group`, which may yet change its form.
        warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
        sampler = optuna.samplers.TPESampler(
            n_startup_trials=RANDOM_TRIALS,
            multivariate=True,
            group=True,
            constant_liar=True,
            seed=seed % 2**32,
        )
    study = optuna.create_study(direction=objective.direction, sampler=sampler)
    frozen = [trial for one in told if (trial := freeze(space, one)) is not None]
    study.add_trials(frozen)
    return study


def freeze(space: Space, told: Told) -> FrozenTrial | None:
    """Give a trial as Optuna keeps it; None where it is no part of the space."""
    import optuna

    encoded = space.encode(told.algorithm_id, told.values)
    if encoded is None or (told.state == "complete" and told.value is None):
        return None
    point, domains = encoded
    states = {
        "running": optuna.trial.TrialState.RUNNING,
        "complete": optuna.trial.TrialState.COMPLETE,
        "pruned": optuna.trial.TrialState.PRUNED,
    }
    means = [sum(told.scores[: place + 1]) / (place + 1) for place in range(len(told.scores))]
    return optuna.trial.create_trial(
        state=states[told.state],
        value=told.value if told.state == "complete" else None,
        params={
            name: _word(value) if isinstance(domains[name], Choices) else value
            for name, value in point.items()
        },
        distributions={name: to_distribution(domain) for name, domain in domains.items()},
        intermediate_values=dict(enumerate(means)),
    )


def to_distribution(domain: Domain) -> BaseDistribution:
    """Give a domain as Optuna knows it; choices become words, since lists cannot be chosen."""
    from optuna import distributions

    match domain:
        case Choices(values):
            return distributions.CategoricalDistribution([_word(value) for value in values])
        case Range(low, high, log, is_whole=True):
            return distributions.IntDistribution(int(low), int(high), log=log)
        case Range(low, high, log):
            return distributions.FloatDistribution(low, high, log=log)


def _word(value: Any) -> str:
    return to_json(value).decode()
