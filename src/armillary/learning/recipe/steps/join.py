"""Adding the columns of another table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from armillary.learning.parameters import (
    ChoiceParam,
    ColumnParam,
    FloatParam,
    Params,
    RecordsParam,
    TextParam,
    TextsParam,
)
from armillary.learning.recipe.contract import (
    About,
    Effect,
    Look,
    Output,
    PlainStep,
    Plan,
    Situation,
    Source,
    State,
    Values,
)
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field, plural_of
from armillary.learning.recipe.steps._columns import new_name
from armillary.learning.recipe.words import counted


class Join(PlainStep):
    """Finds for each row the rows of another dataset that have the same keys."""

    id = "join"
    about = About(
        name="Join a dataset",
        group="Combine",
        description="Adds the columns of another dataset where its keys are the same. A row that "
        "finds several there comes several times; missing keys find none.",
    )
    params = Params(
        [
            TextParam(
                name="dataset",
                title="Dataset",
                effect="The dataset whose columns are added.",
                default="",
                min_length=1,
                control="dataset",
            ),
            RecordsParam(
                name="keys",
                title="Where",
                effect="Which columns must be equal.",
                max_items=20,
                fields=(
                    ColumnParam(name="left", title="This column", effect="A column of this table."),
                    TextParam(
                        name="right",
                        title="equals",
                        effect="A column of the other dataset.",
                        default=None,
                        nullable=True,
                        null_means="the same name",
                    ),
                ),
            ),
            ChoiceParam(
                name="kind",
                title="Rows that find none",
                effect="left keeps them, with gaps in the new columns; inner leaves them out.",
                default="left",
                options=("left", "inner"),
            ),
            TextsParam(
                name="columns",
                title="Columns to add",
                effect="The columns of the other dataset that are wanted.",
                default=None,
                nullable=True,
                null_means="all but the keys",
            ),
            TextParam(
                name="suffix",
                title="Suffix",
                effect="Stands behind the name of a column that is there already.",
                default="_right",
                min_length=1,
                max_length=50,
                advanced=True,
            ),
            FloatParam(
                name="most_growth",
                title="Most growth",
                effect="Where the rows would become more than this many times as many, the join "
                "stops: keys that match too much are mostly a mistake.",
                default=10.0,
                minimum=1.0,
                maximum=1000.0,
                advanced=True,
                log=True,
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Make other rows."""
        return Effect(rows="other")

    def fit(self, look: Look, values: Values) -> State:
        """Learn nothing, but stop where the rows would become far too many."""
        other = _other(look.at, values)
        matches = f"left join ({_right(other)}) as r on {_equal(look.at, other, values)}"
        before = look.ask("count(*)")[0]
        (after,) = look.ask("count(*)", tail=matches)
        if after > values["most_growth"] * max(before, 1):
            raise StepError(
                f"{counted(before, 'row')} would become {counted(after, 'row')}, since the keys "
                f"match many rows of {other.name!r}. Choose other keys, deduplicate that dataset, "
                "or allow more growth.",
                code="join_too_large",
                parameter="keys",
            )
        return {}

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Join; the rows found for one row stand in the order of the other dataset."""
        other = _other(at, values)
        equal = _equal(at, other, values)
        names = list(at.fields.names)
        outputs = at.kept()
        for field in _wanted(other, values):
            name = field.name
            if name in names:
                name = new_name(f"{name}{values['suffix']}", names)
            names.append(name)
            sql = f"r{other.fields.place(field.name)}"
            outputs.append(Output(name, field.storage, sql))
        kind = "left join" if values["kind"] == "left" else "join"
        return Plan(
            outputs,
            tail=f"{kind} ({_right(other)}) as r on {equal}",
            number="row_number() over (order by n, rn) - 1",
            shuffles=True,
        )

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Say how many rows find none, and how many more there are since some find several."""
        other = _other(look.at, values)
        equal = _equal(look.at, other, values)
        alone, found, rows = look.ask(
            "count(*) filter (rn is null)",
            "count(rn)",
            "count(distinct n) filter (rn is not null)",
            tail=f"left join ({_right(other)}) as r on {equal}",
        )
        told = []
        if alone:
            told.append(f"{counted(alone, 'row')} found no match in {other.name!r}.")
        if found > rows:
            more = counted(found - rows, "row")
            told.append(
                f"Some found several matches and come several times, {more} more in all: the keys "
                f"do not tell the rows of {other.name!r} apart."
            )
        return told

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take ``on``, ``left_on`` and ``right_on``, ``how``."""
        found = dict(given)
        for name in ("dataset_id", "right", "other", "with"):
            if name in found:
                found["dataset"] = found.pop(name)
        if "how" in found:
            found["kind"] = found.pop("how")
        left = found.pop("left_on", found.pop("on", None))
        right = found.pop("right_on", None)
        if left is not None:
            lefts, rights = _listed(left), _listed(right)
            found["keys"] = [
                {"left": name, "right": rights[place] if place < len(rights) else None}
                for place, name in enumerate(lefts)
            ]
        return found


step = Join()


def _other(at: Situation, values: Values) -> Source:
    found = at.tables.get(values["dataset"])
    if found is None:
        raise StepError(
            f"There is no dataset {values['dataset']!r} that could be joined.",
            code="dataset_not_found",
            parameter="dataset",
        )
    return found


def _right(other: Source) -> str:
    """Give the SQL of the other table with names that this table does not have."""
    columns = [f"c{place} as r{place}" for place in range(len(other.fields))]
    return f"select {', '.join(['n as rn', *columns])} from ({other.sql}) as o"


def _equal(at: Situation, other: Source, values: Values) -> str:
    parts = []
    for key in values["keys"]:
        left = at.fields.get(key["left"], "keys")
        right = other.fields.get(key["right"] or key["left"], "keys")
        if left.holds != right.holds:
            raise StepError(
                f"{left.name!r} holds {plural_of([left.holds])} and {right.name!r} of "
                f"{other.name!r} {plural_of([right.holds])}, so they are never equal. Cast one.",
                code="wrong_column_type",
                parameter="keys",
            )
        parts.append(f"{at.fields.sql(left.name)} = r{other.fields.place(right.name)}")
    return " and ".join(parts)


def _wanted(other: Source, values: Values) -> Sequence[Field]:
    if values["columns"] is not None:
        return [other.fields.get(name, "columns") for name in dict.fromkeys(values["columns"])]
    keys = {key["right"] or key["left"] for key in values["keys"]}
    return [field for field in other.fields if field.name not in keys]


def _listed(names: Any) -> list[Any]:
    if names is None:
        return []
    return list(names) if isinstance(names, list | tuple) else [names]
