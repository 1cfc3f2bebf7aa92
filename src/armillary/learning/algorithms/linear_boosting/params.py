"""What people read and set of boosted linear trees."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import FloatParam, Params
from armillary.learning.schedules import SCHEDULED
from armillary.learning.shared_parameters import (
    BINS,
    CLASS_WEIGHT,
    LEARNING_RATE,
    LEAST_GAIN,
    LEAST_IMPROVEMENT,
    MANY_CATEGORIES,
    MAX_DEPTH,
    MIN_SAMPLES_LEAF,
    MOST_BINS,
    MOST_LEAVES,
    PATIENCE,
    ROUNDS,
    SHARE_OF_COLUMNS,
    SHARE_OF_ROWS,
    SHRINKING,
)

ABOUT = About(
    name="Boosted Linear Trees",
    aliases=("linear_tree", "linear_trees"),
    category="Ensemble Methods",
    description="Boosted trees of few leaves, each of which holds a line; live, round by round.",
    when_to_use=(
        "Numbers that grow with other numbers, differently for different kinds of rows: prices, "
        "amounts, consumption. Also a member that errs differently from other boosting."
    ),
    complexity="medium",
    training_time="fast",
    documentation_url="https://lightgbm.readthedocs.io/en/stable/Parameters.html#linear_tree",
    presets=(
        Preset("fast", "Fast", "Few rounds of large steps.", {"n_estimators": 50}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "Many small steps on draws of rows and columns.",
            {
                "n_estimators": 2000,
                "learning_rate": 0.02,
                "subsample": 0.8,
                "colsample": 0.8,
                "early_stopping_rounds": 100,
            },
        ),
    ),
)

_SLOPES = FloatParam(
    name="linear_lambda",
    title="Flat slopes",
    effect="Higher keeps the slopes of the leaves flat, which calms them where few rows tell.",
    default=1.0,
    minimum=0.0,
    maximum=1000.0,
)

PARAMS = Params(
    [
        ROUNDS,
        replace(LEARNING_RATE, live=True),
        replace(MOST_LEAVES, default=15),
        MAX_DEPTH,
        replace(MIN_SAMPLES_LEAF, default=50),
        _SLOPES,
        CLASS_WEIGHT,
        replace(PATIENCE, default=50),
        LEAST_IMPROVEMENT,
        SHARE_OF_ROWS,
        SHARE_OF_COLUMNS,
        SHRINKING,
        LEAST_GAIN,
        replace(BINS, maximum=MOST_BINS),
        MANY_CATEGORIES,
        *SCHEDULED,
    ]
)
