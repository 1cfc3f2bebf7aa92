"""Tidying texts."""

from __future__ import annotations

from armillary.base.sql import quoted
from armillary.learning.parameters import (
    BoolParam,
    ChoiceParam,
    ColumnsParam,
    Params,
    TextParam,
)
from armillary.learning.recipe.contract import (
    About,
    Look,
    Output,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.fields import Fields
from armillary.learning.recipe.steps._columns import chosen, replaced, require_some
from armillary.learning.recipe.words import bounded, counted


class TextClean(PlainStep):
    """Trims texts and makes their writing alike."""

    id = "text_clean"
    about = About(
        name="Clean texts",
        group="Clean",
        description="Trims texts and makes their writing alike, so that ' Paris' and 'paris' are "
        "one category.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="The columns whose texts are cleaned.",
                default=None,
                nullable=True,
                null_means="all columns of text",
                holds=("text",),
            ),
            BoolParam(
                name="trim",
                title="Trim",
                effect="Takes blanks from both ends, and makes one of several in between.",
                default=True,
            ),
            ChoiceParam(
                name="case",
                title="Letters",
                effect="Writes all letters small or large, or leaves them.",
                default="keep",
                options=("keep", "lower", "upper"),
            ),
            BoolParam(
                name="accents",
                title="Remove accents",
                effect="Writes é as e, ü as u.",
                default=False,
            ),
            BoolParam(
                name="punctuation",
                title="Remove punctuation",
                effect="Takes out every sign that is no letter, digit or blank.",
                default=False,
            ),
            TextParam(
                name="find",
                title="Find",
                effect="A text, or a regular expression, that is replaced wherever it stands.",
                default="",
                advanced=True,
            ),
            TextParam(
                name="replace",
                title="Replace by",
                effect="What stands there instead; nothing, where this is empty.",
                default="",
                advanced=True,
            ),
            BoolParam(
                name="is_pattern",
                title="Regular expression",
                effect="On, what is found is a pattern (RE2), and \\1 in the replacement is its "
                "first group.",
                default=False,
                advanced=True,
            ),
            BoolParam(
                name="empty_is_missing",
                title="Empty is missing",
                effect="A text of which nothing is left becomes a missing value.",
                default=True,
            ),
        ]
    )

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Clean the columns."""
        fields = chosen(at, values["columns"], ["text"])
        require_some(fields, ["text"])
        changed = {
            field.name: Output(field.name, "str", _cleaned(at.fields, field.name, values))
            for field in fields
        }
        return Plan(replaced(at, changed))

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Count the texts that change."""
        fields = chosen(look.at, values["columns"], ["text"])
        found = look.ask(
            *(
                f"count(*) filter ({look.at.fields.sql(field.name)} is distinct from "
                f"{_cleaned(look.at.fields, field.name, values)})"
                for field in fields
            )
        )
        lines = [
            f"{counted(count, 'text')} in {field.name!r} changed."
            for field, count in zip(fields, found, strict=True)
            if count
        ]
        return bounded(lines) or ["No text changed."]


step = TextClean()


def _cleaned(fields: Fields, name: str, values: Values) -> str:
    text = fields.sql(name)
    if values["find"] and values["is_pattern"]:
        pattern, instead = quoted(values["find"]), quoted(values["replace"])
        text = f"regexp_replace({text}, {pattern}, {instead}, 'g')"
    elif values["find"]:
        text = f"replace({text}, {quoted(values['find'])}, {quoted(values['replace'])})"
    if values["accents"]:
        text = f"strip_accents({text})"
    if values["punctuation"]:
        text = rf"regexp_replace({text}, '[^\p{{L}}\p{{N}}\s]', '', 'g')"
    if values["case"] != "keep":
        text = f"{values['case']}({text})"
    if values["trim"]:
        text = rf"trim(regexp_replace({text}, '\s+', ' ', 'g'))"
    return f"nullif({text}, '')" if values["empty_is_missing"] else text
