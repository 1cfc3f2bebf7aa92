"""Dividing rows into parts to learn from and to judge on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from armillary.base.sql import quoted
from armillary.learning.parameters import (
    MAX_NAME,
    ChoiceParam,
    ColumnParam,
    FloatParam,
    IntParam,
    Params,
    TextParam,
)
from armillary.learning.recipe.contract import (
    About,
    Effect,
    Output,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import number
from armillary.learning.recipe.steps._chance import chance
from armillary.learning.recipe.steps._columns import refuse_taken

PARTS = ("train", "validation", "test")


class Split(PlainStep):
    """Marks each row as train, validation or test."""

    id = "split"
    about = About(
        name="Split rows",
        group="Rows",
        description="Marks each row as train, validation or test, by chance, whole groups "
        "together, or by time with the newest as test; as the last step it may make a dataset of "
        "each part.",
    )
    params = Params(
        [
            ChoiceParam(
                name="by",
                title="Split by",
                effect="random: each row by itself; group: rows that share a value stay together; "
                "time: the newest rows are the test.",
                default="random",
                options=("random", "group", "time"),
            ),
            ColumnParam(
                name="column",
                when=("by", ("group", "time")),
                title="Group or time",
                effect="For group and time: the column that says which.",
                nullable=True,
                null_means="none",
            ),
            FloatParam(
                name="test",
                title="Test share",
                effect="How much of the rows becomes test.",
                default=0.2,
                minimum=0.0,
                maximum=1.0,
                above_minimum=True,
                below_maximum=True,
            ),
            FloatParam(
                name="validation",
                title="Validation share",
                effect="How much becomes validation; none at 0.",
                default=0.0,
                minimum=0.0,
                maximum=1.0,
                below_maximum=True,
            ),
            ColumnParam(
                name="stratify",
                when=("by", ("random",)),
                title="In equal shares of",
                effect="For random: each value of this column is divided alike.",
                nullable=True,
                null_means="no column",
            ),
            ChoiceParam(
                name="output",
                title="Makes",
                effect="A column that names the part, or, as the last step, one dataset for each "
                "part.",
                default="column",
                options=("column", "datasets"),
            ),
            TextParam(
                name="name",
                when=("output", ("column",)),
                title="Column name",
                effect="What the new column is called.",
                default="split",
                min_length=1,
                max_length=MAX_NAME,
            ),
            IntParam(
                name="seed",
                title="Seed",
                effect="Another number divides otherwise.",
                default=0,
                minimum=0,
                maximum=2**31 - 1,
                advanced=True,
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Keep the rows; a row's part depends on the others."""
        return Effect(rows="neighbours")

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Add the column of parts."""
        test, validation = values["test"], values["validation"]
        if test + validation >= 1:
            raise StepError(
                f"Something must be left to train on; test and validation are {test:g} and "
                f"{validation:g} of the rows.",
                parameter="validation",
            )
        outputs = at.kept()
        lets = list(_places(at, values))
        sql = (
            f"case when v9 < {number(test)} then 'test' "
            f"when v9 < {number(test + validation)} then 'validation' else 'train' end"
        )
        outputs.append(Output(values["name"], "str", sql))
        refuse_taken([each.name for each in outputs], "name")
        return Plan(outputs, lets, shuffles=True)

    def alone(self, at: Situation, values: Values, state: State) -> Plan:
        """Know no part of a row that stands alone."""
        return Plan([*at.kept(), Output(values["name"], "str", "null")])

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take ``test_size`` and the like."""
        found = dict(given)
        for theirs, ours in _SYNONYMS.items():
            if theirs in found:
                found[ours] = found.pop(theirs)
        return found


step = Split()

_SYNONYMS = {
    "test_size": "test",
    "val_size": "validation",
    "validation_size": "validation",
    "method": "by",
    "random_state": "seed",
}


def parts_of(values: Values) -> tuple[str, ...]:
    """Give the parts that a split with these parameters makes."""
    return PARTS if values["validation"] > 0 else (PARTS[0], PARTS[2])


def part_is(part: str, sql: str) -> str:
    """Give the SQL that tells whether a row is in a part."""
    return f"{sql} = {quoted(part)}"


def _places(at: Situation, values: Values) -> Iterator[tuple[str, str]]:
    """Give the lets whose last, ``v9``, is a row's place from 0 to 1; the lowest become test."""
    luck = chance(values["seed"], "split")
    if values["by"] == "random":
        part = ""
        if values["stratify"] is not None:
            part = f"partition by c{at.fields.place(values['stratify'], 'stratify')} "
        yield "v0", f"row_number() over ({part}order by {luck}, n)"
        yield "v9", f"(v0 - 0.5::double) / (count(*) over ({part}))"
        return
    if values["column"] is None:
        raise StepError(
            f"Name the column that says which {values['by']} a row belongs to.",
            code="value_missing",
            parameter="column",
        )
    column = at.fields.sql(at.fields.get(values["column"], "column").name)
    if values["by"] == "group":
        # A row without a group is one of its own.
        key = f"coalesce('g' || {column}::varchar, 'n' || n::varchar)"
        yield "v0", chance(values["seed"], "split", key)
        yield "v1", "(sum(1) over (order by v0))::double"
        yield "v9", "(v1 - (count(*) over (partition by v0)) / 2.0::double) / (count(*) over ())"
        return
    # Rows of one moment stay together; those without one are old.
    yield (
        "v9",
        f"((rank() over (order by {column} desc nulls last)) - 0.5::double) / count(*) over ()",
    )
