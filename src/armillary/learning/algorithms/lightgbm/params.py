"""What people read and set of LightGBM."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import Params
from armillary.learning.schedules import SCHEDULED
from armillary.learning.shared_parameters import (
    BINS,
    CLASS_WEIGHT,
    LEARNING_RATE,
    LEAST_GAIN,
    LEAST_IMPROVEMENT,
    LOSS,
    MAX_DEPTH,
    MIN_SAMPLES_LEAF,
    MOST_BINS,
    MOST_LEAVES,
    PATIENCE,
    ROUNDS,
    SHARE_OF_COLUMNS,
    SHARE_OF_ROWS,
    SHRINKING,
    SHRINKING_TO_ZERO,
)

ABOUT = About(
    name="LightGBM",
    aliases=("lgbm",),
    category="Ensemble Methods",
    description="Boosted trees that grow where they help most; live, round by round.",
    when_to_use="Tables with many rows, gaps and categories, when accuracy matters most.",
    complexity="medium",
    training_time="fast",
    documentation_url="https://lightgbm.readthedocs.io/en/stable/Parameters.html",
    presets=(
        Preset("fast", "Fast", "Few rounds of large steps.", {"n_estimators": 50}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "Many small steps on draws of rows and columns.",
            {
                "n_estimators": 3000,
                "learning_rate": 0.02,
                "subsample": 0.8,
                "colsample": 0.8,
                "early_stopping_rounds": 200,
            },
        ),
    ),
)

PARAMS = Params(
    [
        ROUNDS,
        replace(LEARNING_RATE, live=True),
        MOST_LEAVES,
        MAX_DEPTH,
        MIN_SAMPLES_LEAF,
        CLASS_WEIGHT,
        replace(PATIENCE, default=50),
        LEAST_IMPROVEMENT,
        SHARE_OF_ROWS,
        SHARE_OF_COLUMNS,
        SHRINKING_TO_ZERO,
        SHRINKING,
        LEAST_GAIN,
        replace(BINS, maximum=MOST_BINS),
        LOSS,
        *SCHEDULED,
    ]
)
