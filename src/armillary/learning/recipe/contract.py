"""What a step of a recipe promises; one file of ``steps`` is one step, found by the registry.

A step is written once, as SQL over columns ``c0`` and on, and runs everywhere: over a stored table
that no memory holds, on the rows of a preview, on the training rows, on the one row of a form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from armillary.learning.parameters import Params
from armillary.learning.recipe.fields import Field, Fields
from armillary.learning.storage import Storage

Values = Mapping[str, Any]
"""The complete parameters of a step, as JSON."""
State = Mapping[str, Any]
"""What a step has learned from a table, as JSON; empty where it learns nothing."""

Group = Literal["Clean", "Columns", "Rows", "Features", "Combine"]
GROUPS: tuple[Group, ...] = ("Clean", "Columns", "Rows", "Features", "Combine")

Rows = Literal["each", "neighbours", "fewer", "other"]


@dataclass(frozen=True)
class About:
    """What people read of a step before they choose it."""

    name: str
    group: Group
    description: str


@dataclass(frozen=True)
class Effect:
    """What a step does with the rows, and whether it learns from them.

    ``rows``: *each* row becomes one row by itself, so also the row of a form; *neighbours*: each
    becomes one, by looking at others; *fewer*: some are left out, or all put into another order;
    *other*: other rows come out.
    """

    rows: Rows = "each"
    learns: bool = False


@dataclass(frozen=True)
class Output:
    """One column that comes out: SQL over ``n``, ``c0`` and on, and its ``lets``."""

    name: str
    storage: Storage
    sql: str


@dataclass(frozen=True)
class Plan:
    """What a step makes of a table: columns, and which rows.

    ``lets`` are named values that outputs and each other may use, in order. ``tail`` follows the
    ``from`` (``where``, ``qualify``, ``group by``); ``number`` gives each row its new number, by
    which rows are put in order again where the step ``shuffles`` them.
    """

    outputs: Sequence[Output]
    lets: Sequence[tuple[str, str]] = ()
    tail: str = ""
    number: str = "n"
    shuffles: bool = False


@dataclass(frozen=True)
class Source:
    """Another table that a step may use: its columns, and SQL giving ``n``, ``c0`` and on."""

    name: str
    fields: Fields
    sql: str


@dataclass(frozen=True)
class Situation:
    """What a step stands before.

    ``spared`` are columns that "all columns" does not mean: what is to be predicted from the
    others. ``is_fitting`` is true for the very rows that the step has learned from.
    """

    fields: Fields
    tables: Mapping[str, Source] = field(default_factory=dict)
    spared: frozenset[str] = frozenset()
    is_fitting: bool = True
    seed: int = 0

    def kept(self) -> list[Output]:
        """Give every column as it is."""
        return [keep(place, each) for place, each in enumerate(self.fields)]


class Look(Protocol):
    """A situation with its rows, which can be asked."""

    @property
    def at(self) -> Situation:
        """The situation."""

    def ask(self, *values: str, tail: str = "", lets: Sequence[tuple[str, str]] = ()) -> list[Any]:
        """Give one row of values, aggregates over the rows."""

    def read(self, *values: str, tail: str = "") -> list[tuple[Any, ...]]:
        """Give rows of values."""


class Step(Protocol):
    """One kind of step; its module offers it as ``step``."""

    id: str
    about: About
    params: Params

    def effect(self, values: Values) -> Effect:
        """Say what the step does with these parameters."""

    def fit(self, look: Look, values: Values) -> State:
        """Learn from rows; raises `StepError` where that cannot be."""

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Say what comes out; raises `StepError` where a parameter does not fit the columns."""

    def alone(self, at: Situation, values: Values, state: State) -> Plan:
        """Say what comes out of one row by itself; not asked of steps that leave rows out."""

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Tell people what the step does to these very rows, beyond their number."""

    def remember(self, state: State) -> State:
        """Give what of a state other rows than those learned from need."""

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Give the parameters that somebody meant by words of other programs."""


class PlainStep:
    """What most steps share: they learn nothing, tell nothing and take their own words alone."""

    id: str
    about: About
    params: Params

    def effect(self, values: Values) -> Effect:
        """Make of each row one row."""
        return Effect()

    def fit(self, look: Look, values: Values) -> State:
        """Learn nothing."""
        return {}

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Say what comes out."""
        raise NotImplementedError

    def alone(self, at: Situation, values: Values, state: State) -> Plan:
        """Do to one row what is done to many."""
        return self.plan(at, values, state)

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Tell nothing."""
        return []

    def remember(self, state: State) -> State:
        """Remember everything."""
        return state

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take the words as they are."""
        return given


def keep(place: int, field: Field) -> Output:
    """Give a column as it is."""
    return Output(field.name, field.storage, f"c{place}")
