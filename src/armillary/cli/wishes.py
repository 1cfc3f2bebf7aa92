"""What is searched and where, as it is given at the terminal."""

from collections.abc import Iterable, Sequence
from typing import Any, Protocol

from armillary.base.errors import Invalid
from armillary.cli.assignments import parse_assignments
from armillary.cli.given_first import parse_first, place_of
from armillary.learning.catalogue import get_entry


class _Order(Protocol):
    """What an order says of what goes first."""

    @property
    def first(self) -> Sequence[str] | None:
        """The algorithms."""

    @property
    def first_values(self) -> Sequence[str] | None:
        """Values that are the same in every trial."""

    @property
    def first_ranges(self) -> Sequence[str] | None:
        """Where numbers of them are searched."""

    @property
    def first_search(self) -> bool:
        """Whether everything worth it is searched."""


def parse_wishes(values: Sequence[str], ranges: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Read ``--set`` and ``--range`` as wishes by algorithm and parameter."""
    wishes: dict[str, dict[str, Any]] = {}
    for algorithm, name, text in _assigned("--set", values):
        entry = get_entry(algorithm)
        value = parse_assignments(entry, [f"{name}={text}"])[name]
        wishes.setdefault(entry.id, {})[name] = {"fixed": value}
    for algorithm, name, text in _assigned("--range", ranges):
        bounds = _bounds("--range", name, text)
        wishes.setdefault(get_entry(algorithm).id, {})[name] = bounds
    return wishes


def parse_searched_first(order: _Order) -> list[dict[str, Any]]:
    """Read what goes before the learner, with what is searched of it."""
    ids = order.first or ()
    steps = parse_first(ids, order.first_values or ())
    for step in steps:
        step |= {"search": order.first_search, "space": {}}
    for text in order.first_ranges or ():
        place, own = place_of("--first-range", text, [step["algorithm_id"] for step in steps])
        name, _, bounds = own.partition("=")
        steps[place]["space"][name.strip()] = _bounds("--first-range", name, bounds)
    return steps


def _bounds(option: str, name: str, text: str) -> dict[str, float]:
    low, colon, high = text.partition(":")
    try:
        bounds = {"low": _number(low), "high": _number(high)}
    except ValueError:
        bounds = {}
    if not colon or not bounds:
        raise Invalid(f"{option} takes a name and LOW:HIGH; got {text!r} for {name}.")
    return bounds


def _assigned(option: str, texts: Iterable[str]) -> Iterable[tuple[str, str, str]]:
    for text in texts:
        place, equals, given = text.partition("=")
        algorithm, dot, name = place.partition(".")
        if not equals or not dot:
            raise Invalid(
                f"{option} takes ALGORITHM.NAME=…, such as lightgbm.num_leaves=…; got {text!r}."
            )
        yield algorithm.strip(), name.strip(), given.strip()


def _number(text: str) -> float:
    value = float(text)
    return int(value) if value.is_integer() and "." not in text else value
