"""The space that a search looks through: algorithms, and the knobs of each.

It is drawn from the declared parameters and knows no sampler: whoever turns the knobs hands in a
function that chooses a value of each domain. So sampling, encoding a known point and clamping it
are one walk through the same space.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from armillary.base.errors import Invalid
from armillary.learning.catalogue import CatalogueEntry, get_entry
from armillary.learning.contract import task_words
from armillary.learning.params import check
from armillary.learning.search.ranges import (
    Choices,
    Domain,
    Range,
    bounds_of,
    is_turned,
    kind_of,
    may_be_empty,
    usual_domain,
)

ALGORITHM = "algorithm"
Point = tuple[str, dict[str, Any]]
"""An algorithm and complete values of it."""
Turn = Callable[[str, Domain], Any]
"""Chooses a value of a domain; the text names the dimension."""


@dataclass(frozen=True)
class Knob:
    """One parameter that is searched; ``when`` names the choices with which it matters."""

    name: str
    domain: Domain
    may_be_empty: bool
    when: tuple[str, tuple[Any, ...]] | None

    def dimension(self, algorithm_id: str) -> str:
        """Name its dimension; that of what goes first is one for all algorithms behind it."""
        return f"first.{self.name}" if "." in self.name else f"{algorithm_id}.{self.name}"

    def nearest(self, value: Any) -> Any:
        """Bring a value to the nearest that this knob can have."""
        if value is None and self.may_be_empty:
            return None
        try:
            return _nearest(value, self.domain)
        except _Outside:
            assert isinstance(self.domain, Choices)
            return self.domain.values[0]

    def to_wire(self) -> dict[str, Any]:
        """Give the knob as people see and change it."""
        shown: dict[str, Any] = {"name": self.name, "empty": self.may_be_empty}
        if isinstance(self.domain, Range):
            low, high = self.domain.low, self.domain.high
            return shown | {"low": low, "high": high, "log": self.domain.log}
        return shown | {"choices": list(self.domain.values)}


@dataclass(frozen=True)
class AlgorithmSpace:
    """One algorithm: the knobs that are turned, and every value where they are not."""

    id: str
    knobs: tuple[Knob, ...]
    base: Mapping[str, Any]
    wished: frozenset[str] = frozenset()
    """The parameters about which somebody has wished something."""

    def values(self, turn: Turn) -> dict[str, Any]:
        """Give complete values, each knob turned that matters with those before it."""
        values = dict(self.base)
        for knob in self.knobs:
            if knob.when is not None and values[knob.when[0]] not in knob.when[1]:
                continue
            dimension = knob.dimension(self.id)
            if knob.may_be_empty and turn(f"{dimension}?", Choices(("set", "empty"))) == "empty":
                values[knob.name] = None
            else:
                values[knob.name] = turn(dimension, knob.domain)
        return values

    def with_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give complete values with some of them changed, as far as wishes leave them free."""
        knobs = {knob.name: knob for knob in self.knobs}
        complete = dict(self.base)
        for name, value in values.items():
            if name not in self.wished:
                complete[name] = value
            elif name in knobs:
                complete[name] = knobs[name].nearest(value)
        return complete

    def to_wire(self) -> dict[str, Any]:
        """Give the space of the algorithm as people see and change it."""
        turned = {knob.name for knob in self.knobs}
        fixed = {name: value for name, value in self.base.items() if name not in turned}
        knobs = [knob.to_wire() for knob in self.knobs]
        return {"algorithm_id": self.id, "knobs": knobs, "fixed": fixed}


@dataclass(frozen=True)
class Space:
    """Everything that a search may try."""

    algorithms: tuple[AlgorithmSpace, ...]

    def of(self, algorithm_id: str) -> AlgorithmSpace:
        """Give the space of one algorithm."""
        return next(one for one in self.algorithms if one.id == algorithm_id)

    def complete(self, algorithm_id: str, values: Mapping[str, Any]) -> dict[str, Any]:
        """Give values from elsewhere as far as they are known here, and the base of the others."""
        base = next((one.base for one in self.algorithms if one.id == algorithm_id), values)
        known = {name: value for name, value in values.items() if name in base}
        return {**base, **known}

    def choose(self, turn: Turn) -> tuple[str, dict[str, Any]]:
        """Choose an algorithm and its values."""
        ids = tuple(one.id for one in self.algorithms)
        algorithm_id = turn(ALGORITHM, Choices(ids))
        return algorithm_id, self.of(algorithm_id).values(turn)

    def encode(
        self, algorithm_id: str, values: Mapping[str, Any]
    ) -> tuple[dict[str, Any], dict[str, Domain]] | None:
        """Give the point of known values and the domain of each of its dimensions.

        Numbers outside a range are brought to its nearest bound; None where a choice, or the
        algorithm, is not part of the space.
        """
        if algorithm_id not in {one.id for one in self.algorithms}:
            return None
        given = {ALGORITHM: algorithm_id}
        for knob in self.of(algorithm_id).knobs:
            value = values.get(knob.name, self.of(algorithm_id).base[knob.name])
            dimension = knob.dimension(algorithm_id)
            given[f"{dimension}?"] = "empty" if value is None else "set"
            given[dimension] = value
        point: dict[str, Any] = {}
        domains: dict[str, Domain] = {}

        def turn(dimension: str, domain: Domain) -> Any:
            value = _nearest(given[dimension], domain)
            point[dimension], domains[dimension] = value, domain
            return value

        try:
            self.choose(turn)
        except _Outside:
            return None
        return point, domains

    def defaults(self) -> tuple[list[Point], list[Point]]:
        """Give the base values of every algorithm: of the fast ones, and of the others."""
        speed = {"fast": 0, "medium": 1, "slow": 2}
        ordered = sorted(self.algorithms, key=lambda one: speed[get_entry(one.id).training_time])
        values = [(one.id, dict(one.base)) for one in ordered]
        n_fast = sum(get_entry(one.id).training_time == "fast" for one in ordered)
        return values[:n_fast], values[n_fast:]

    def to_wire(self) -> list[dict[str, Any]]:
        """Give the space as people see and change it."""
        return [one.to_wire() for one in self.algorithms]


class _Outside(Exception):
    """A value is no part of its domain, and no other is near."""


def build_space(task: str, algorithms: Sequence[str], wishes: Mapping[str, Any]) -> Space:
    """Draw the space of some algorithms for a task.

    ``wishes`` are, by algorithm and parameter, ``{"fixed": value}``, ``{"low", "high", "log"?}`` or
    ``{"choices": […]}``; parameters not named are searched in their usual domains. Raises `Invalid`
    naming every wish that cannot be met.
    """
    errors: list[dict[str, Any]] = []
    spaces = []
    entries = list({entry.id: entry for entry in map(get_entry, algorithms)}.values())
    if not entries:
        raise Invalid("A search needs at least one algorithm; got none.", code="no_algorithm")
    for entry in entries:
        if task not in entry.tasks:
            raise Invalid(
                f"{entry.name} is for {task_words(*entry.tasks)}, not for {task_words(task)}. "
                "Leave it out of the search.",
                code="task_not_supported",
            )
        spaces.append(algorithm_space(entry, task, _wishes_of(entry, wishes), errors))
    strange = sorted(set(wishes) - {entry.id for entry in entries})
    errors += [
        {"loc": ["space", name], "msg": f"{name} is not among the algorithms of this search."}
        for name in strange
    ]
    if errors:
        message = " ".join(str(error["msg"]) for error in errors)
        raise Invalid(message, code="invalid_space", errors=errors)
    return Space(tuple(spaces))


def _wishes_of(entry: CatalogueEntry, wishes: Mapping[str, Any]) -> Mapping[str, Any]:
    wished = wishes.get(entry.id, {})
    return wished if isinstance(wished, Mapping) else {}


def algorithm_space(
    entry: CatalogueEntry, task: str, wishes: Mapping[str, Any], errors: list[dict[str, Any]]
) -> AlgorithmSpace:
    """Draw the space of one algorithm; wishes that cannot be met are added to the ``errors``."""
    fixed = {
        name: wish["fixed"]
        for name, wish in wishes.items()
        if isinstance(wish, Mapping) and "fixed" in wish
    }
    checked = check(entry, fixed, door="strict")
    errors += [error | {"loc": ["space", entry.id, *error["loc"]]} for error in checked.errors]
    knobs = []
    for name in dict.fromkeys([*entry.properties, *wishes]):
        if name in fixed:
            continue
        try:
            knob = _knob(entry, task, name, wishes.get(name))
        except Invalid as wrong:
            errors.append({"loc": ["space", entry.id, name], "msg": wrong.message})
            continue
        if knob is not None:
            knobs.append(knob)
    # What a knob depends on is turned before it.
    knobs.sort(key=lambda knob: knob.when is not None)
    base = dict(checked.values)
    for knob in knobs:
        if knob.name in wishes:
            base[knob.name] = knob.nearest(base[knob.name])
    return AlgorithmSpace(entry.id, tuple(knobs), base, frozenset(wishes))


def _knob(entry: CatalogueEntry, task: str, name: str, wish: Any) -> Knob | None:
    if name not in entry.properties:
        # The door knows how to name what is near.
        check(entry, {name: None}, door="strict").require()
    spec = entry.properties[name]
    tasks = spec.get("x-tasks")
    if wish is None and (not is_turned(name, spec) or (tasks and task not in tasks)):
        return None
    domain = _usual(entry, name) if wish is None else _wished(entry, name, spec, wish)
    if domain is None:
        return None
    when = next(iter(spec.get("x-when", {}).items()), None)
    is_empty_usual = may_be_empty(spec) and spec["default"] is None
    wants_empty = wish.get("empty", False) if isinstance(wish, Mapping) else is_empty_usual
    return Knob(
        name, domain, bool(wants_empty) and may_be_empty(spec), when and (when[0], tuple(when[1]))
    )


def _usual(entry: CatalogueEntry, name: str) -> Domain | None:
    patience = entry.properties.get("early_stopping_rounds", {})
    is_stopped_early = patience.get("default") is not None
    return usual_domain(name, entry.properties[name], is_stopped_early=is_stopped_early)


def _wished(entry: CatalogueEntry, name: str, spec: Mapping[str, Any], wish: Any) -> Domain:
    if not isinstance(wish, Mapping) or not ({"low", "high", "choices"} & set(wish)):
        raise Invalid(
            f"{name} of {entry.name} takes {{fixed}}, {{low, high, log}} or {{choices}}; "
            f"got {wish!r}."
        )
    if "choices" in wish:
        return _wished_choices(entry, name, wish["choices"])
    if kind_of(spec) not in ("integer", "number"):
        raise Invalid(f"{name} of {entry.name} is no number; give its choices.")
    usual = _usual(entry, name)
    assert isinstance(usual, Range)
    low, high = wish.get("low", usual.low), wish.get("high", usual.high)
    for number in (low, high):
        check(entry, {name: number}, door="strict").require()
    if low >= high:
        raise Invalid(f"{name} of {entry.name}: low must be below high; got {low} and {high}.")
    log = bool(wish.get("log", usual.log))
    if log and low <= 0:
        raise Invalid(f"{name} of {entry.name}: a logarithmic range begins above 0; got {low}.")
    return Range(*bounds_within(spec, low, high), log=log, is_whole=usual.is_whole)


def bounds_within(spec: Mapping[str, Any], low: float, high: float) -> tuple[float, float]:
    """Keep wished bounds inside those of a schema."""
    least, most = bounds_of(spec)
    return max(low, least), min(high, most)


def _wished_choices(entry: CatalogueEntry, name: str, choices: Any) -> Choices:
    if not isinstance(choices, Sequence) or isinstance(choices, str) or not choices:
        raise Invalid(f"{name} of {entry.name}: choices must be a list of values; got {choices!r}.")
    taken = [check(entry, {name: value}, door="strict").require()[name] for value in choices]
    return Choices(tuple(taken))


def _nearest(value: Any, domain: Domain) -> Any:
    if isinstance(domain, Choices):
        if value not in domain.values:
            raise _Outside
        return value
    number = domain.low if value is None else min(max(value, domain.low), domain.high)
    return round(number) if domain.is_whole else float(number)
