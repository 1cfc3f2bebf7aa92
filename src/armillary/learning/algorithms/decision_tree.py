"""A decision tree: questions with two answers each, until a leaf says what to predict.

**Source:** L. Breiman, J. Friedman, R. Olshen and C. Stone, "Classification and regression trees",
1984; grown and pruned by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "decision_tree", {"max_depth": 3}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from armillary.learning.contract import (
    ONE_THREAD,
    About,
    Encoding,
    Machine,
    Preset,
    Snapshot,
    State,
    Table,
    TaskKind,
    Training,
)
from armillary.learning.growing import n_outputs, tree_settings
from armillary.learning.metrics import Curve
from armillary.learning.parameters import ChoiceParam, Params
from armillary.learning.shared_parameters import (
    CLASS_WEIGHT,
    COLUMNS_TRIED,
    MAX_DEPTH,
    MAX_LEAF_NODES,
    MIN_SAMPLES_SPLIT,
    PRUNING,
    ROWS_IN_A_LEAF,
    SPLIT_MEASURE,
    SPLIT_MEASURE_FOR_NUMBERS,
)
from armillary.learning.trees import Forest
from armillary.learning.weights import fitting_weights

if TYPE_CHECKING:
    import numpy as np

_SEEDS_BELOW = 2**31 - 1


class DecisionTree:
    """Classification and regression by one tree; one step."""

    id = "decision_tree"
    about = About(
        name="Decision Tree",
        aliases=("cart",),
        category="Traditional ML",
        description="Asks one question after another; every answer can be followed by hand.",
        when_to_use="When people must be able to read and check each decision.",
        complexity="low",
        training_time="fast",
        documentation_url="https://scikit-learn.org/stable/modules/tree.html",
        presets=(
            Preset("fast", "Readable", "A few questions deep.", {"max_depth": 4}),
            Preset(
                "balanced",
                "Balanced",
                "Deep enough for most tables, with leaves that several rows share.",
                {"max_depth": 10, "min_samples_leaf": 5},
            ),
            Preset(
                "thorough",
                "Thorough",
                "Grown out, then pruned where a branch gains little.",
                {"min_samples_leaf": 2, "ccp_alpha": 0.002},
            ),
        ),
    )
    tasks: tuple[TaskKind, ...] = ("classification", "regression")
    params = Params(
        [
            replace(
                MAX_DEPTH,
                effect="Lower makes a simpler tree that overfits less; empty lets it grow out.",
            ),
            MIN_SAMPLES_SPLIT,
            SPLIT_MEASURE,
            ROWS_IN_A_LEAF,
            CLASS_WEIGHT,
            replace(
                PRUNING,
                effect="Higher cuts back branches that gain little, after the tree has grown.",
                advanced=False,
            ),
            ChoiceParam(
                name="splitter",
                title="Choice of splits",
                effect="Best seeks the best threshold; random draws one a column, which is calmer.",
                default="best",
                options=("best", "random"),
                advanced=True,
            ),
            replace(
                COLUMNS_TRIED,
                effect="How many columns each split may choose from; fewer make trees differ.",
                default="all",
                advanced=True,
            ),
            SPLIT_MEASURE_FOR_NUMBERS,
            MAX_LEAF_NODES,
        ]
    )
    encoding = Encoding(dtype="float32")
    resumable = False
    weighs = True

    def train(
        self,
        data: Table,
        params: Mapping[str, Any],
        rng: np.random.Generator,
        *,
        resume: State | None = None,
        machine: Machine = ONE_THREAD,
    ) -> Training:
        """Grow the tree at once."""
        from sklearn.tree import DecisionTreeClassifier, DecisionTreeRegressor

        kinds = {"classification": DecisionTreeClassifier, "regression": DecisionTreeRegressor}
        model = kinds[data.kind](
            **tree_settings(data, params),
            splitter=params["splitter"],
            random_state=int(rng.integers(_SEEDS_BELOW)),
        )
        model.fit(data.features, data.target, sample_weight=fitting_weights(data))
        tree = model.tree_
        forest = Forest(data.kind, data.features.shape[1], n_outputs(data), (tree,))
        metrics = Curve(data).measure(forest.predict)
        yield Snapshot(1, 1, "fit", metrics, forest.to_state, lambda: forest)

    def load(self, state: State) -> Forest:
        """Give the tree that is stored, a forest of one."""
        return Forest.from_state(state)


algorithm = DecisionTree()
