"""Extremely randomised trees: a forest whose splits are drawn rather than sought.

**Source:** P. Geurts, D. Ernst and L. Wehenkel, "Extremely randomized trees", Machine Learning 63,
2006; trees grown by scikit-learn.

Example:
    >>> from sklearn.datasets import load_iris
    >>> from armillary.learning.contract import Task
    >>> from armillary.learning.fit import fit
    >>> table = load_iris(as_frame=True).frame
    >>> task = Task("classification", "target")
    >>> *_, last = fit(table, task, "extra_trees", {"n_estimators": 20}, seed=0)
    >>> last.evaluation["overall_metrics"]["accuracy"] > 0.85
    True

"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from armillary.learning.contract import About, Preset, TaskKind
from armillary.learning.growing import GrownForest
from armillary.learning.parameters import Params
from armillary.learning.shared_parameters import (
    CLASS_WEIGHT,
    COLUMNS_TRIED,
    DEPTH_OF_A_TREE,
    DRAW_ROWS,
    MANY_CATEGORIES,
    MAX_LEAF_NODES,
    MIN_SAMPLES_SPLIT,
    PRUNING,
    ROWS_DRAWN,
    ROWS_IN_A_LEAF,
    SPLIT_MEASURE,
    SPLIT_MEASURE_FOR_NUMBERS,
    TREES,
)


class ExtraTrees(GrownForest):
    """Classification and regression by a vote of trees with drawn splits."""

    id = "extra_trees"
    about = About(
        name="Extra Trees",
        aliases=("extremely_randomized_trees",),
        category="Ensemble Methods",
        description="A forest whose trees draw their splits by lot: faster to grow and smoother.",
        when_to_use="Where a random forest fits noise, or takes too long to grow.",
        complexity="medium",
        training_time="fast",
        documentation_url=(
            "https://scikit-learn.org/stable/modules/ensemble.html#extremely-randomized-trees"
        ),
        presets=(
            Preset("fast", "Fast", "Few, shallow trees.", {"n_estimators": 50, "max_depth": 12}),
            Preset("balanced", "Balanced", "The usual choice."),
            Preset(
                "thorough",
                "Thorough",
                "Many trees with calmer leaves.",
                {"n_estimators": 500, "min_samples_leaf": 2},
            ),
        ),
    )
    params = Params(
        [
            TREES,
            DEPTH_OF_A_TREE,
            MIN_SAMPLES_SPLIT,
            SPLIT_MEASURE,
            ROWS_IN_A_LEAF,
            COLUMNS_TRIED,
            CLASS_WEIGHT,
            SPLIT_MEASURE_FOR_NUMBERS,
            MAX_LEAF_NODES,
            replace(DRAW_ROWS, default=False),
            replace(
                ROWS_DRAWN, effect="Lower draws fewer rows for each tree, where rows are drawn."
            ),
            PRUNING,
            MANY_CATEGORIES,
        ]
    )

    def kinds(self) -> Mapping[TaskKind, Callable[..., Any]]:
        """Give scikit-learn's forest for each task."""
        from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

        return {"classification": ExtraTreesClassifier, "regression": ExtraTreesRegressor}


algorithm = ExtraTrees()
