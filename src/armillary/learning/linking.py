"""Fitting what goes before a learner, one step after another, so that it can be gone on with.

A state holds the steps that are fitted, the one in the middle as far as it can go on from its own
state, and the chance that this one began with: so whoever goes on comes to the same numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from armillary.base.passing import at_once, passed_on
from armillary.base.values import from_json, to_json
from armillary.learning.algorithms import get_algorithm
from armillary.learning.catalogue import get_entry
from armillary.learning.chain import Link, Step, files_of, kind_before, load_links, with_scalers
from armillary.learning.contract import Describer, Encoding, Machine, Snapshot, State, Table

if TYPE_CHECKING:
    import numpy as np

_FILE, _GOING = "chain.json", "going."


@dataclass(frozen=True)
class Linking:
    """A look at the fitting of what goes first; ``fraction`` is how much of it is done."""

    told: str
    fraction: float
    state: Callable[[], State]


@dataclass(frozen=True)
class Linked:
    """What goes first as it was fitted, the table as the learner gets it, and what was odd."""

    links: tuple[Link, ...]
    table: Table
    warnings: tuple[str, ...] = ()

    def files(self) -> dict[str, bytes]:
        """Give all that a state needs to go on behind it."""
        if not self.links:
            return {}
        return files_of(self.links) | {_FILE: _about(len(self.links), None, self.warnings)}


Fitting = Generator[Linking, None, Linked]


def link(
    steps: Sequence[Step],
    table: Table,
    encoding: Encoding,
    rng: np.random.Generator,
    machine: Machine,
    resume: State | None = None,
) -> Fitting:
    """Fit the steps one after another, going on from a state that one of its looks gave.

    Where something wants scaled numbers and does not get them from a scaler, one is put between.
    """
    if not steps:
        return Linked((), table)
    run = _Run(with_scalers(steps, encoding), rng, machine)
    return (yield from run.follow(table, encoding, resume))


def is_behind(state: State) -> bool:
    """Whether a state was taken when the learner had begun."""
    return _FILE not in state.files or from_json(state.files[_FILE])["rng"] is None


class _Run:
    def __init__(self, steps: Sequence[Step], rng: np.random.Generator, machine: Machine) -> None:
        self._steps, self._rng, self._machine = steps, rng, machine
        self._links: list[Link] = []
        self._told: list[str] = []

    def follow(self, table: Table, encoding: Encoding, resume: State | None) -> Fitting:
        going = None if resume is None else self._take(resume)
        for fitted in self._links:
            table = _through(fitted, table)
        for step in self._steps[len(self._links) :]:
            table = yield from self._fit(step, table, going)
            going = None
        parts = [table.features, table.validation_features]
        train, validation = (part.astype(encoding.dtype, copy=False) for part in parts)
        table = replace(table, features=train, validation_features=validation)
        return Linked(tuple(self._links), table, tuple(self._told))

    def _take(self, resume: State) -> State | None:
        """Go on where a state was taken; gives that of the step in its middle."""
        if _FILE not in resume.files:
            return None  # older states leave it to fitting all of them again
        about = from_json(resume.files[_FILE])
        done = self._steps[: about["done"]]
        described = [{"algorithm_id": one.algorithm_id, "hyperparameters": one.hyperparameters}
                     for one in done]  # fmt: skip
        self._links = load_links(described, resume.files)
        self._told = list(about["told"])
        if about["rng"] is not None:
            self._rng.bit_generator.state = _with_numbers(about["rng"])
        own = {
            name.removeprefix(_GOING): data
            for name, data in resume.files.items()
            if name.startswith(_GOING)
        }
        return State(own) if own else None

    def _fit(
        self, step: Step, table: Table, going: State | None
    ) -> Generator[Linking, None, Table]:
        algorithm, entry = get_algorithm(step.algorithm_id), get_entry(step.algorithm_id)
        chance = self._rng.bit_generator.state
        training = algorithm.train(
            _given(step, table),
            step.hyperparameters,
            self._rng,
            resume=going if algorithm.resumable else None,
            machine=self._machine,
        )
        last: Snapshot | None = None
        try:
            for snapshot in training:
                last = snapshot
                yield self._look(entry.name, snapshot, chance, is_resumable=algorithm.resumable)
        finally:
            training.close()
        assert last is not None
        self._told += [f"{entry.name}: {told}" for told in last.warnings]
        fitted = cast(Describer, last.predictor())
        self._links.append(Link(step.algorithm_id, step.hyperparameters, fitted))
        return _through(self._links[-1], table)

    def _look(self, name: str, snapshot: Snapshot, chance: Any, *, is_resumable: bool) -> Linking:
        done, count = len(self._links), len(self._steps)
        within = snapshot.step / max(1, snapshot.total)
        within = within if snapshot.fraction is None else snapshot.fraction
        links, told = tuple(self._links), tuple(self._told)

        def state() -> State:
            own = snapshot.state().files if is_resumable else {}
            files = {f"{_GOING}{name}": data for name, data in own.items()}
            files |= {_FILE: _about(done, _with_texts(chance), told)}
            return State(files_of(links) | files, frozenset(files))

        which = f", {done + 1} of {count}" if count > 1 else ""
        return Linking(f"{name} goes first{which}", (done + min(within, 1.0)) / count, state)


def _given(step: Step, table: Table) -> Table:
    """Give a table as what goes first takes it."""
    algorithm = get_algorithm(step.algorithm_id)
    dtype = algorithm.encoding.dtype
    return replace(
        table,
        kind=kind_before(algorithm.tasks),
        features=table.features.astype(dtype, copy=False),
        validation_features=table.validation_features.astype(dtype, copy=False),
    )


def _through(fitted: Link, table: Table) -> Table:
    """Give what a fitted step makes of a table."""
    dtype = get_algorithm(fitted.algorithm_id).encoding.dtype
    parts = [table.features, table.validation_features]
    train, validation = (fitted.fitted.predict(part.astype(dtype, copy=False)) for part in parts)
    return replace(
        table,
        features=train,
        validation_features=validation,
        columns=fitted.fitted.columns,
        categorical=(),
    )


def _about(done: int, chance: Any, told: Sequence[str]) -> bytes:
    return to_json({"done": done, "rng": chance, "told": list(told)})


def _with_texts(chance: Mapping[str, Any]) -> dict[str, Any]:
    """Give a state of chance as JSON holds it: its numbers are too long for that."""
    numbers = {name: str(value) for name, value in chance["state"].items()}
    return {**chance, "state": numbers}


def _with_numbers(chance: Mapping[str, Any]) -> dict[str, Any]:
    numbers = {name: int(value) for name, value in chance["state"].items()}
    return {**chance, "state": numbers}


def quietly(fitting: Fitting) -> Generator[float, None, Linked]:
    """Fit, standing still at every look, where what is shown is only how far all has come."""
    return (yield from passed_on(fitting, lambda _: 0.0))


def link_at_once(
    steps: Sequence[Step],
    table: Table,
    encoding: Encoding,
    rng: np.random.Generator,
    machine: Machine,
) -> Linked:
    """Fit the steps without looking at how it goes."""
    return at_once(link(steps, table, encoding, rng, machine))
