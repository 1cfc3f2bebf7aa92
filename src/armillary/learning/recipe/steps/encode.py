"""Turning categories into numbers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from armillary.learning.parameters import (
    BoolParam,
    ChoiceParam,
    ColumnParam,
    ColumnsParam,
    FloatParam,
    IntParam,
    Params,
    TextParam,
    TextsParam,
)
from armillary.learning.recipe.contract import (
    About,
    Effect,
    Look,
    PlainStep,
    Plan,
    Situation,
    State,
    Values,
)
from armillary.learning.recipe.steps import _categories, _target_encoding
from armillary.learning.recipe.words import bounded

_SYNONYMS = {
    "onehot": "one_hot",
    "one-hot": "one_hot",
    "dummy": "one_hot",
    "dummies": "one_hot",
    "get_dummies": "one_hot",
    "label_encoding": "label",
    "target_encoding": "target",
    "mean": "target",
    "count": "frequency",
}


class Encode(PlainStep):
    """Writes categories as numbers, by what the rows show."""

    id = "encode"
    about = About(
        name="Encode categories",
        group="Features",
        description="Writes categories as numbers: a column for each, one number each, how often "
        "each occurs, or what the target is like where it occurs.",
    )
    params = Params(
        [
            ColumnsParam(
                name="columns",
                title="Columns",
                effect="The columns whose categories are written as numbers.",
                default=None,
                nullable=True,
                null_means="all columns of text or of true and false",
            ),
            ChoiceParam(
                name="method",
                title="Method",
                effect="one_hot: a column of 0 and 1 for each category; label: 0, 1, 2 … in the "
                "order of the words; ordinal: in an order that you give; frequency: the share of "
                "the rows; target: the mean of the target among the rows of the category.",
                default="one_hot",
                options=("one_hot", "label", "ordinal", "frequency", "target"),
            ),
            IntParam(
                name="max_categories",
                when=("method", ("one_hot",)),
                title="Most categories",
                effect="For one_hot: the most frequent get columns of their own, the others share "
                "one.",
                default=30,
                minimum=1,
                maximum=1000,
                log=True,
            ),
            BoolParam(
                name="drop_first",
                when=("method", ("one_hot",)),
                title="Leave one out",
                effect="For one_hot: no column for the most frequent category, which all others "
                "being 0 tells already. Linear models without a penalty need it.",
                default=False,
                advanced=True,
            ),
            TextsParam(
                name="order",
                when=("method", ("ordinal",)),
                title="Order",
                effect="For ordinal: the categories from lowest to highest.",
                default=(),
                max_items=_categories.MOST,
            ),
            ColumnParam(
                name="target",
                when=("method", ("target",)),
                title="Target",
                effect="For target: what is to be predicted. Numbers, true and false, or two to "
                "ten categories, each of which makes a column.",
                nullable=True,
                null_means="none",
            ),
            FloatParam(
                name="smoothing",
                when=("method", ("target",)),
                title="Smoothing",
                effect="For target: how many rows of the overall mean are mixed into that of a "
                "category. More protects rare categories from chance.",
                default=10.0,
                minimum=0.0,
                maximum=10_000.0,
            ),
            IntParam(
                name="folds",
                when=("method", ("target",)),
                title="Folds",
                effect="For target: the rows that are learned from are each encoded by the other "
                "folds alone, so that no row sees its own target. 0 lets them, and misleads "
                "whatever is trained on the result.",
                default=5,
                minimum=0,
                maximum=20,
                advanced=True,
            ),
            TextParam(
                name="unknown",
                when=("method", ("label", "ordinal")),
                title="Other categories",
                effect="For label and ordinal: the number of a category that was not seen or "
                "given.",
                default=None,
                nullable=True,
                null_means="missing",
                max_length=30,
                advanced=True,
            ),
            BoolParam(
                name="keep",
                title="Keep the columns",
                effect="On, the columns stay beside their numbers.",
                default=False,
                advanced=True,
            ),
        ]
    )

    def effect(self, values: Values) -> Effect:
        """Learn the categories."""
        return Effect(learns=values["method"] != "ordinal")

    def fit(self, look: Look, values: Values) -> State:
        """Learn which categories there are, and what the target is like among them."""
        if values["method"] == "target":
            return _target_encoding.fit(look, values)
        return _categories.fit(look, values)

    def plan(self, at: Situation, values: Values, state: State) -> Plan:
        """Write the numbers."""
        if values["method"] == "target":
            return _target_encoding.plan(at, values, state)
        return _categories.plan(at, values, state)

    def notes(self, look: Look, values: Values, state: State) -> list[str]:
        """Say how many categories each column has."""
        told = _target_encoding if values["method"] == "target" else _categories
        return bounded(told.notes(look, values, state))

    def remember(self, state: State) -> State:
        """Forget the folds: other rows are encoded by all rows that were learned from."""
        return _target_encoding.forget_folds(state) if "classes" in state else state

    def lenient(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """Take the names that other programs have for the methods."""
        found = dict(given)
        method = found.pop("strategy", None) or found.pop("encoding", None) or found.get("method")
        if method is not None:
            word = str(method).lower()
            found["method"] = _SYNONYMS.get(word, word.replace("-", "_"))
        if "target_column" in found:
            found["target"] = found.pop("target_column")
        if isinstance(order := found.get("order", found.get("categories")), Mapping):
            order = next(iter(order.values()), [])
        if order is not None:
            found.pop("categories", None)
            found["order"] = order
        return found


step = Encode()
