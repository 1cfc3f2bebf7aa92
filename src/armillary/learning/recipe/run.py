"""Running the steps of a recipe over a table, telling what each did."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from armillary.base.errors import AppError
from armillary.learning.recipe.checking import CheckedStep
from armillary.learning.recipe.contract import Plan, State
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.relation import Relation
from armillary.learning.recipe.words import counted

if TYPE_CHECKING:
    from armillary.learning.recipe.fields import Fields

Settle = Callable[[Relation, int], Relation]
"""Runs a query whose rows have lost their order, and gives a relation on the ordered rows."""


@dataclass(frozen=True)
class Done:
    """What one step made of a table.

    ``notes`` are sentences for people, the numbers of rows first; ``added`` and ``removed`` are
    names of columns.
    """

    step: CheckedStep
    relation: Relation
    state: State
    rows: int
    notes: tuple[str, ...]
    added: tuple[str, ...] = field(default=())
    removed: tuple[str, ...] = field(default=())
    keeps_numbers: bool = True
    """Whether a row has the number that it had before the step."""
    plan: Plan | None = None
    """What the step made, as SQL."""

    def with_relation(self, relation: Relation) -> Done:
        """Give the same, its rows elsewhere."""
        return replace(self, relation=relation)

    def to_json(self) -> dict[str, Any]:
        """Give what is kept of it beside the step itself."""
        return {
            "rows": self.rows,
            "columns": len(self.relation.fields),
            "notes": list(self.notes),
            "added": list(self.added),
            "removed": list(self.removed),
        }


def in_memory(relation: Relation, place: int) -> Relation:
    """Settle into a temporary table."""
    return relation.settled(f"settled_{place}")


def run(
    relation: Relation,
    steps: Sequence[CheckedStep],
    *,
    settle: Settle = in_memory,
    states: Sequence[State | None] = (),
) -> Iterator[Done]:
    """Fit and apply each step that is on, in order; raises `StepError` saying which one cannot be.

    A step with a given state learns nothing anew.
    """
    rows = relation.count()
    for place, step in enumerate(steps):
        if not step.is_on:
            continue
        held = states[place] if place < len(states) else None
        with step.told():
            done = advance(relation, step, rows, held, settle=settle)
        relation, rows = done.relation, done.rows
        yield done


def advance(
    relation: Relation,
    step: CheckedStep,
    rows: int,
    state: State | None = None,
    *,
    settle: Settle = in_memory,
) -> Done:
    """Fit one step, unless its state is given, and apply it."""
    kind, values = step.kind, step.values
    is_new = state is None
    relation = relation.facing(is_fitting=is_new)
    learned: State = kind.fit(relation, values) if state is None else state
    plan = kind.plan(relation.at, values, learned)
    notes = kind.notes(relation, values, learned)
    after = apply(relation, plan, step.place, settle=settle)
    left = rows if kind.effect(values).rows in ("each", "neighbours") else after.count()
    added, removed = _difference(relation.fields, after.fields)
    is_other = kind.effect(values).rows == "other"
    counts = (*_count_rows(rows, left, is_other), *_count_columns(added, removed))
    told = (*counts, *notes)
    return Done(step, after, learned, left, told, added, removed, plan.number == "n", plan)


def apply(relation: Relation, plan: Plan, place: int, *, settle: Settle = in_memory) -> Relation:
    """Apply a plan; where it shuffles the rows, they are put in order."""
    after = relation.then(plan)
    if plan.shuffles:
        return settle(after, place)
    after.check()
    return after


def engine_error(error: Exception) -> AppError:
    """Say what the engine found wrong, as far as people can do something about it."""
    first = str(error).splitlines()[0] if str(error) else type(error).__name__
    if "Out of Memory" in first:
        return StepError(
            "The step needs more memory than it may use. Filter or sample the rows before it.",
            code="out_of_memory",
        )
    told = first.partition("Error: ")[2] or first
    return StepError(f"The values could not be computed: {told[:300]}")


def _difference(before: Fields, after: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    added = tuple(name for name in after.names if name not in before)
    removed = tuple(name for name in before.names if name not in after)
    return added, removed


def _count_rows(before: int, after: int, is_other: bool) -> Iterator[str]:
    if before == after:
        return
    if is_other:
        yield f"{counted(before, 'row')} became {counted(after, 'row')}."
    else:
        yield f"{counted(before - after, 'row')} left out, {counted(after, 'row')} kept."


def _count_columns(added: Sequence[str], removed: Sequence[str]) -> Iterator[str]:
    if added:
        yield f"{counted(len(added), 'new column')}."
    if removed:
        yield f"{counted(len(removed), 'column')} left out."


def states_of(dones: Sequence[Done]) -> Mapping[int, State]:
    """Give what was learned, by the places of the steps."""
    return {done.step.place: done.state for done in dones}
