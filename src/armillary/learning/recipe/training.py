"""Recipes in a training: what stands before the split, and what is fitted on its training part.

- Steps up to the last one that makes other rows (join, group) prepare the table: the model is
  asked about rows as they are behind it. They must learn nothing.
- Steps before the first one that learns run on all rows, before the split.
- From there on each step is fitted on the training rows alone and applied to both parts; rows that
  it leaves out by what it learned (outliers) are left out of the training part only.
- The model keeps the steps behind the joins, save those that leave rows out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from armillary.base.errors import Invalid
from armillary.base.sql import identifier
from armillary.learning.contract import Task
from armillary.learning.preprocess.learn import describe_column
from armillary.learning.recipe.arrow import to_frame
from armillary.learning.recipe.checking import CheckedStep
from armillary.learning.recipe.contract import Plan, Source, State
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fitted import FittedRecipe
from armillary.learning.recipe.made import Ahead, Made, made_of
from armillary.learning.recipe.relation import Relation, over_arrow
from armillary.learning.recipe.run import Done, apply, in_memory, run

if TYPE_CHECKING:
    import duckdb
    import numpy as np
    import numpy.typing as npt
    import pandas as pd
    import pyarrow as pa

    Places = npt.NDArray[np.int64]

# So many take some 64 MiB.
_MOST_CELLS = 8_000_000
# Of more, one piece of texts cannot be made.
_MOST_TEXT_BYTES = 1 << 31


@dataclass(frozen=True)
class AfterSplit:
    """What the steps behind the split made.

    ``frame`` holds the training rows first; ``train`` and ``held`` are the places that these rows
    had in the frame before. ``features`` are its columns to learn from.
    """

    frame: pd.DataFrame
    train: Places
    held: Places
    features: tuple[str, ...]
    recipe: FittedRecipe
    warnings: tuple[str, ...]


@dataclass
class TrainingRecipe:
    """A recipe that has run up to the split; ``frame`` is the table there."""

    base: Relation
    ahead: Relation
    before: tuple[Done, ...]
    behind: tuple[CheckedStep, ...]
    notes: list[str] = field(default_factory=list)
    origin: Relation | None = None
    """The table itself, where steps made other rows of it, on which the recipe begins."""
    making: tuple[Done, ...] = ()
    """What these steps did."""

    @property
    def frame(self) -> pd.DataFrame:
        """The rows that are split."""
        return _frame([self.ahead])

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the rows that are split."""
        return tuple(self.ahead.fields.names)

    def count(self) -> int:
        """Count the rows that are split."""
        return self.ahead.count()

    def beside(self, names: Sequence[str]) -> pd.DataFrame:
        """Give the rows that are split with these columns alone, which is all that splitting needs.

        Where one is not there it gives all columns: what is then said of it names those there are.
        """
        import pandas as pd

        if not names:
            return pd.DataFrame(index=pd.RangeIndex(self.count()))
        if not set(names) <= set(self.names):
            return self.frame
        return _frame([_chosen(self.ahead, names)])

    def at(self, places: Places) -> pd.DataFrame:
        """Give those of the rows that are split which stand at these places, which rise."""
        rows = _rows(self.ahead, "looked_at", self.ahead.numbers()[places])
        try:
            return _frame([rows])
        finally:
            self.base.engine.execute("drop table looked_at_rows")

    def no_rows(self) -> pd.DataFrame:
        """Give the columns of the rows that are split, without any of these."""
        return to_frame(self.ahead.table("limit 0"))

    def split_at(self, train: Places, held: Places, task: Task, seed: int) -> AfterSplit:
        """Fit and apply the steps behind the split; places are those of rows of ``frame``."""
        numbers, held_before = self.ahead.numbers(), self._held_tables()
        spared = frozenset(task.aside)
        parts = [
            _rows(self.ahead, f"part_{name}", numbers[places]).facing(
                spared=spared, seed=seed, is_fitting=is_fitting
            )
            for name, places, is_fitting in (("train", train, True), ("held", held, False))
        ]
        kept = [(done.step, done.state) for done in self.before if _stays(done.step)]
        plans: list[list[Plan]] = [[], []]
        for step in self.behind:
            with step.told():
                state, parts = self._fit(step, parts, task.target, plans)
            if _stays(step):
                kept.append((step, step.kind.remember(state)))
        # Rows are in the order of their numbers.
        places = [numbers.searchsorted(part.numbers()) for part in parts]
        after = self._finish(parts, places, kept, task, spared, plans)
        # Nobody asks for the parts again, while what is learned of them takes memory.
        for name in self._held_tables() - held_before:
            self.base.engine.execute(f"drop table {identifier(name)}")
        return after

    def _held_tables(self) -> set[str]:
        """Name the tables that the engine holds in memory or on disk."""
        query = "select table_name from duckdb_tables() where temporary"
        return {name for (name,) in self.base.engine.execute(query).fetchall()}

    def _fit(
        self,
        step: CheckedStep,
        parts: Sequence[Relation],
        target: str | None,
        plans: Sequence[list[Plan]],
    ) -> tuple[State, list[Relation]]:
        """Fit a step on the training rows, and apply it to each part by itself, adding its plans.

        What is not applied to the rows that are held back is no plan of theirs.
        """
        kind, values = step.kind, step.values
        effect = kind.effect(values)
        state = kind.fit(parts[0], values)
        told = kind.notes(parts[0], values, state)
        after = []
        for place, part in enumerate(parts):
            is_spared = place > 0 and effect.learns and effect.rows == "fewer"
            plan = kind.plan(part.at, values, state)
            if plan.number != "n":
                raise StepError(
                    "This step puts the rows in another order. In a training it must stand before "
                    "every step that learns from the data.",
                    code="step_after_split",
                )
            _require_same_target(part, plan, target)
            after.append(part if is_spared else apply(part, plan, step.place, settle=_own(place)))
            if not is_spared:
                plans[place].append(plan)
        self.notes.append(
            f"Step {step.place + 1}, on the training rows: {' '.join(told) or 'done.'}"
        )
        return state, after

    def _finish(
        self,
        parts: Sequence[Relation],
        places: Sequence[Places],
        kept: Sequence[tuple[CheckedStep, State]],
        task: Task,
        spared: frozenset[str],
        plans: Sequence[Sequence[Plan]],
    ) -> AfterSplit:

        steps, states = tuple(step for step, _ in kept), tuple(state for _, state in kept)
        bare = FittedRecipe(self.base.fields, frozenset(), steps, states)
        features, warnings = _features(bare, task, spared)
        frame = _frame(parts)
        needed = bare.traced(task.target).of(features)
        names = [name for name in self.base.fields.names if name in needed]
        described = tuple(
            describe_column(_some_columns([self.base], [name])[name]) for name in names
        )
        recipe = FittedRecipe(
            self.base.fields, frozenset(names), steps, states, described, self._made(*plans)
        )
        return AfterSplit(frame, places[0], places[1], features, recipe, warnings)

    def _made(self, train: Sequence[Plan], held: Sequence[Plan]) -> Made:
        """Give how rows were made of the table's."""
        table = self.origin or self.base
        steps = [(done.step, done.state) for done in (*self.making, *self.before)]
        ahead = Ahead(table.fields, table.at.tables, steps)
        return made_of(ahead, self.base.fields, train, held)

    def close(self) -> None:
        """Give back what its engine holds in memory and on disk; it cannot be used then."""
        self.base.engine.close()

    def raw_rows(self, count: int, names: frozenset[str]) -> pd.DataFrame:
        """Give some rows as they go into the model's recipe, with the columns named."""
        frame = to_frame(self.base.table(f"order by n limit {count}"))
        return frame[[name for name in frame.columns if name in names]]


def begin(
    engine: duckdb.DuckDBPyConnection,
    table: pa.Table,
    steps: Sequence[CheckedStep],
    others: Mapping[str, tuple[str, pa.Table]],
) -> TrainingRecipe:
    """Run the steps over a table in memory, as `begin_on` does.

    ``others`` are the names and rows of the datasets that steps join, by id.
    """
    tables = {}
    for place, (identity, (name, other)) in enumerate(others.items()):
        held = over_arrow(engine, other, f"other_{place}")
        tables[identity] = Source(name, held.fields, held.sql)
    return begin_on(over_arrow(engine, table, "given", tables=tables), steps)


def begin_on(relation: Relation, steps: Sequence[CheckedStep]) -> TrainingRecipe:
    """Run the steps up to the split; raises `StepError` for an order that a training cannot have.

    What is made on the way is held by the relation's engine, which `TrainingRecipe.close` closes.
    """
    on = [step for step in steps if step.is_on]
    other_rows = [place for place, step in enumerate(on) if _effect(step).rows == "other"]
    first_model = other_rows[-1] + 1 if other_rows else 0
    learning = [place for place, step in enumerate(on) if _effect(step).learns]
    if learning and learning[0] < first_model:
        step = on[learning[0]]
        raise StepError(
            "This step learns from the data and stands before one that makes other rows, so it "
            "could not be fitted on the training rows alone. Move it behind.",
            code="step_before_rows",
        ).at_step(step.place, step.kind.about.name)
    first_fitted = learning[0] if learning else len(on)
    base, notes = relation, []
    making: list[Done] = []
    if first_model:
        making = list(run(relation, on[:first_model]))
        notes = _notes(making)
        base = making[-1].relation.settled("base")
    ahead = base
    before = list(run(base, on[first_model:first_fitted]))
    if before:
        ahead = before[-1].relation.settled("ahead")
    notes += _notes(before)
    if not ahead.count():
        raise Invalid(
            "The recipe leaves no row to learn from. Loosen the steps that leave rows out.",
            code="no_rows",
        )
    behind = tuple(on[first_fitted:])
    origin = relation if making else None
    return TrainingRecipe(base, ahead, tuple(before), behind, notes, origin, tuple(making))


def _frame(parts: Sequence[Relation]) -> pd.DataFrame:
    """Give the rows of some tables below each other; many rows some columns at a time."""
    import pandas as pd

    names = parts[0].fields.names
    at_once = max(1, _MOST_CELLS // max(1, sum(part.count() for part in parts)))
    frames = [
        _some_columns(parts, names[start : start + at_once])
        for start in range(0, len(names), at_once)
    ]
    return frames[0] if len(frames) == 1 else pd.concat(frames, axis=1)


def _some_columns(parts: Sequence[Relation], names: Sequence[str]) -> pd.DataFrame:
    import pyarrow as pa

    table = pa.concat_tables([_chosen(part, names).table() for part in parts])
    # A frame keeps texts as they are; where they came in one piece with other columns, it would
    # keep those twice.
    columns = [
        column.combine_chunks()
        if pa.types.is_string(column.type) and column.nbytes < _MOST_TEXT_BYTES
        else column
        for column in table.columns
    ]
    return to_frame(pa.table(columns, schema=table.schema))


def _chosen(relation: Relation, names: Sequence[str]) -> Relation:
    if len(names) == len(relation.fields):
        return relation
    return relation.then(Plan([each for each in relation.at.kept() if each.name in names]))


def _effect(step: CheckedStep) -> Any:
    return step.kind.effect(step.values)


def _stays(step: CheckedStep) -> bool:
    """Whether a model keeps a step: those that leave rows out would refuse to predict some."""
    return _effect(step).rows in ("each", "neighbours")


def _own(place: int) -> Any:
    """Settle into tables that the other part does not have."""
    return lambda relation, step: in_memory(relation, step * 2 + place + 1000)


def _rows(relation: Relation, name: str, numbers: Places) -> Relation:
    from dataclasses import replace

    import pyarrow as pa

    relation.engine.register(name, pa.table({"number": pa.array(numbers, pa.int64())}))
    sql = f"select * from ({relation.sql}) as t where n in (select number from {name})"
    settled = replace(relation, sql=sql).settled(f"{name}_rows")
    relation.engine.unregister(name)
    return settled


def _require_same_target(part: Relation, plan: Any, target: str | None) -> None:
    if target is None or target not in part.fields:
        return
    same = part.fields.sql(target)
    if any(output.name == target and output.sql != same for output in plan.outputs):
        raise StepError(
            f"This step changes the target {target!r} by what the training rows show, and "
            "predictions would be in its terms. Leave the target out of its columns.",
            code="target_changed",
            parameter="columns",
        )


def _features(
    recipe: FittedRecipe, task: Task, spared: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Choose the columns to learn from, by the names they have now or those they are made of."""
    traced = recipe.traced(task.target)
    chosen, leaking = [], []
    for each, sources in zip(traced.fields, traced.sources, strict=True):
        if each.name in spared:
            continue
        is_named = task.features is None or each.name in task.features
        is_made = task.features is not None and bool(sources) and sources <= set(task.features)
        if task.target in sources:
            leaking.append(each.name)
        elif is_named or is_made:
            chosen.append(each.name)
    lost = [name for name in task.features or () if name in leaking]
    if lost:
        raise StepError(
            f"The column {lost[0]!r} is made of the target {task.target!r}, which is not known "
            "when predicting. Leave it out.",
            code="target_is_feature",
        )
    warnings = [
        f"Column {name!r} is made of the target {task.target!r} and is not learned from."
        for name in leaking
    ]
    return tuple(chosen), tuple(warnings)


def _notes(dones: Sequence[Done]) -> list[str]:
    return [
        f"Step {done.step.place + 1}, before the split: {' '.join(done.notes) or 'done.'}"
        for done in dones
    ]
