"""Training on rows that somebody split by a rule of their own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.contract import ONE_THREAD, Machine, State
from armillary.learning.fit import FitRun
from armillary.learning.fit_snapshot import Fitting
from armillary.learning.params import check
from armillary.learning.threads import limited

if TYPE_CHECKING:
    from armillary.learning.prepare import Prepared


def fit_prepared(
    prepared: Prepared,
    algorithm_id: str,
    params: Mapping[str, Any],
    *,
    seed: int,
    resume: State | None = None,
    machine: Machine = ONE_THREAD,
) -> Fitting:
    """Train as `armillary.learning.fit.fit` does, on the split that ``prepared`` has."""
    entry = get_entry(algorithm_id)
    values = check(entry, params, door="strict").require()
    with limited(machine.threads):
        run = FitRun(get_algorithm(entry.id), entry, values, prepared, seed, resume)
        yield from run.learn(machine)
