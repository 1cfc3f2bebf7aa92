"""What people read and set of the random forest."""

from armillary.learning.contract import About, Preset
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

ABOUT = About(
    name="Random Forest",
    aliases=("rf",),
    category="Ensemble Methods",
    description="Grows many trees on random draws of rows and columns and lets them vote.",
    when_to_use="Nearly any table; hard to get wrong, and it says which columns matter.",
    complexity="medium",
    training_time="medium",
    documentation_url="https://scikit-learn.org/stable/modules/ensemble.html#random-forests",
    presets=(
        Preset("fast", "Fast", "Few, shallow trees.", {"n_estimators": 50, "max_depth": 10}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "Many trees with calmer leaves.",
            {"n_estimators": 500, "min_samples_leaf": 2},
        ),
    ),
)

PARAMS = Params(
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
        DRAW_ROWS,
        ROWS_DRAWN,
        PRUNING,
        MANY_CATEGORIES,
    ]
)
