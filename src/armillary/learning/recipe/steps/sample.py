"""Taking some of the rows by chance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import (
    ChoiceParam,
    ColumnParam,
    FloatParam,
    IntParam,
    Params,
)
from armillary.learning.recipe.contract import (
    About,
    Effect,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.fields import number
from armillary.learning.recipe.steps._chance import chance


class Sample(PlainStep):
    """Keeps a number or a share of the rows, the same ones for the same seed."""

    id = "sample"
    about = About(
        name="Sample rows",
        group="Rows",
        description="Keeps some rows by chance, a number or a share of them; they stay in order. "
        "The same seed takes the same rows.",
    )
    params = Params(
        [
            ChoiceParam(
                name="method",
                title="How many",
                effect="A share of the rows, or a number of them.",
                default="share",
                options=("share", "rows"),
            ),
            FloatParam(
                name="share",
                when=("method", ("share",)),
                title="Share",
                effect="For share: how much of the table is kept.",
                default=0.1,
                minimum=0.0,
                maximum=1.0,
                above_minimum=True,
            ),
            IntParam(
                name="rows",
                when=("method", ("rows",)),
                title="Rows",
                effect="For rows: how many are kept; all, where there are fewer.",
                default=1000,
                minimum=1,
                maximum=1_000_000_000,
                log=True,
            ),
            ColumnParam(
                name="stratify",
                title="In equal shares of",
                effect="Each value of this column keeps its share of the rows.",
                nullable=True,
                null_means="no column",
            ),
            IntParam(
                name="seed",
                title="Seed",
                effect="Another number takes other rows.",
                default=0,
                minimum=0,
                maximum=2**31 - 1,
                advanced=True,
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Leave rows out."""
        return Effect(rows="fewer")

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Keep the rows whose chance comes first, in each stratum."""
        stratum, luck = values["stratify"], chance(values["seed"], "sample")
        part = ""
        if stratum is not None:
            part = f"partition by c{at.fields.place(stratum, 'stratify')} "
        place = f"row_number() over ({part}order by {luck}, n)"
        if values["method"] == "rows" and not part:
            limit = str(int(values["rows"]))
        elif values["method"] == "rows":
            wanted = f"{int(values['rows'])} * (count(*) over ({part}))::double"
            limit = f"round({wanted} / (count(*) over ()))"
        else:
            limit = f"round({number(values['share'])} * (count(*) over ({part})))"
        return Plan(at.kept(), tail=f"qualify {place} <= {limit}", shuffles=True)

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take ``n`` or ``frac``."""
        found = dict(given)
        if "n" in found:
            found["rows"] = found.pop("n")
        for name in ("frac", "fraction"):
            if name in found:
                found["share"] = found.pop(name)
        if "method" not in found:
            found["method"] = "rows" if "rows" in found else "share"
        if "random_state" in found:
            found["seed"] = found.pop("random_state")
        return found


step = Sample()
