"""Making further columns of those there are: powers, products and the parts of dates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations, combinations_with_replacement
from math import comb
from typing import Any

from armillary.learning.parameters import (
    BoolParam,
    ChoiceParam,
    ColumnsParam,
    IntParam,
    Params,
    TextsParam,
)
from armillary.learning.recipe.contract import (
    About,
    Output,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.errors import StepError
from armillary.learning.recipe.fields import Field, Fields
from armillary.learning.recipe.steps._columns import chosen, new_name, require_some, value_of

MOST_COLUMNS = 2000
PARTS: Mapping[str, str] = {
    "year": "year({v})",
    "quarter": "quarter({v})",
    "month": "month({v})",
    "week": "weekofyear({v})",
    "day": "day({v})",
    "day_of_year": "dayofyear({v})",
    "weekday": "isodow({v})",
    "is_weekend": "(isodow({v}) >= 6)",
    "hour": "hour({v}::timestamp)",
    "minute": "minute({v}::timestamp)",
    "days": "date_diff('day', date '1970-01-01', {v}::date)",
}
"""The parts of a date, and the SQL that reads each; weekdays count from Monday as 1."""
_USUAL_PARTS = ("year", "month", "day", "weekday")
_SYNONYMS = {
    "poly": "polynomial",
    "polynomial_features": "polynomial",
    "interaction": "interactions",
    "date": "date_parts",
    "datetime": "date_parts",
    "dates": "date_parts",
}


class FeatureEngineering(PlainStep):
    """Adds powers, products or parts of dates as columns of their own."""

    id = "feature_engineering"
    about = About(
        name="New features",
        group="Features",
        description="Adds columns made of others: powers and products, which let a straight line "
        "bend, or the parts of dates, which let a model see weekdays and seasons.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="What the new columns are made of.",
                default=None,
                nullable=True,
                null_means="all numbers, or all dates for date_parts",
                holds=("number", "date"),
            ),
            ChoiceParam(
                name="method",
                title="Method",
                effect="polynomial: powers and all products up to a degree; interactions: the "
                "product of each two; date_parts: year, month, weekday and others.",
                default="polynomial",
                options=("polynomial", "interactions", "date_parts"),
            ),
            IntParam(
                name="degree",
                when=("method", ("polynomial",)),
                title="Degree",
                effect="For polynomial: how many factors a product has at most. More bend more, "
                "and make many more columns.",
                default=2,
                minimum=2,
                maximum=5,
            ),
            TextsParam(
                name="parts",
                when=("method", ("date_parts",)),
                title="Parts of dates",
                effect=f"For date_parts: any of {', '.join(PARTS)}; weekdays count from Monday "
                "as 1, days from 1970.",
                default=_USUAL_PARTS,
                min_items=1,
                max_items=len(PARTS),
            ),
            BoolParam(
                name="keep",
                title="Keep the columns",
                effect="Off, the columns that the new ones are made of are left out.",
                default=True,
                advanced=True,
            ),
        ]
    )

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Add the columns."""
        is_of_dates = values["method"] == "date_parts"
        holds = ["date" if is_of_dates else "number"]
        fields = chosen(at, values["columns"], holds)  # type: ignore[arg-type]  # one of the words
        require_some(fields, holds)  # type: ignore[arg-type]
        made = list(
            _dates(at.fields, fields, values) if is_of_dates else _products(at, fields, values)
        )
        used = {field.name for field in fields}
        kept = [each for each in at.kept() if values["keep"] or each.name not in used]
        names = [each.name for each in kept]
        outputs, lets = [], []
        for place, output in enumerate(made):
            sql = output.sql
            if not is_of_dates:  # a product too large for a number is missing
                lets.append((f"v{place}", sql))
                sql = f"case when isfinite(v{place}) then v{place} end"
            name = new_name(output.name, names)
            names.append(name)
            outputs.append(Output(name, output.storage, sql))
        return Plan([*kept, *outputs], lets)

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take the names that other programs have for the methods."""
        found = dict(given)
        for name in ("strategy", "feature_type", "kind"):
            if name in found:
                found["method"] = found.pop(name)
        if "method" in found:
            word = str(found["method"]).lower().replace("-", "_")
            found["method"] = _SYNONYMS.get(word, word)
        if found.pop("interaction_only", False):
            found["method"] = "interactions"
        found.pop("include_bias", None)
        return found


step = FeatureEngineering()


def _products(at: Situation, fields: Sequence[Field], values: Values) -> Iterator[Output]:
    if values["method"] == "interactions" and len(fields) < 2:
        raise StepError("A product needs two columns; choose more.", parameter="columns")
    count = _count(len(fields), values)
    if count > MOST_COLUMNS:
        raise StepError(
            f"{len(fields)} columns would make {count:,} new ones, where at most "
            f"{MOST_COLUMNS:,} are made. Choose fewer columns or a lower degree.",
            code="too_many_columns",
            parameter="columns",
        )
    for places in _combinations(len(fields), values):
        factors = [f"({value_of(at.fields, fields[place])})::double" for place in places]
        name = _name_of([fields[place].name for place in places])
        yield Output(name, "float64", " * ".join(factors))


def _count(width: int, values: Values) -> int:
    """Count the products; of many columns listing them would take all memory there is."""
    if values["method"] == "interactions":
        return comb(width, 2)
    return sum(comb(width + degree - 1, degree) for degree in range(2, values["degree"] + 1))


def _combinations(width: int, values: Values) -> Iterator[tuple[int, ...]]:
    """Give which columns are multiplied: places, one as often as it is a factor."""
    if values["method"] == "interactions":
        yield from combinations(range(width), 2)
        return
    for degree in range(2, values["degree"] + 1):
        yield from combinations_with_replacement(range(width), degree)


def _name_of(factors: Sequence[str]) -> str:
    """Name a product, such as ``a²·b`` written as ``a^2 * b``."""
    counts: dict[str, int] = {}
    for name in factors:
        counts[name] = counts.get(name, 0) + 1
    return " * ".join(name if count == 1 else f"{name}^{count}" for name, count in counts.items())


def _dates(fields: Fields, chosen_ones: Sequence[Field], values: Values) -> Iterator[Output]:
    wrong = [part for part in values["parts"] if part not in PARTS]
    if wrong:
        raise StepError(
            f"A date has no part {wrong[0]!r}; its parts are {', '.join(PARTS)}.",
            parameter="parts",
        )
    for field in chosen_ones:
        for part in dict.fromkeys(values["parts"]):
            sql = PARTS[part].format(v=fields.sql(field.name))
            yield Output(f"{field.name}_{part}", "int64", sql)
