"""What people read and set of XGBoost."""

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
    LOSS,
    MAX_DEPTH,
    MOST_BINS,
    PATIENCE,
    ROUNDS,
    SHARE_OF_COLUMNS,
    SHARE_OF_ROWS,
    SHRINKING,
    SHRINKING_TO_ZERO,
)

ABOUT = About(
    name="XGBoost",
    aliases=("xgb",),
    category="Ensemble Methods",
    description="Boosted trees that pay for every leaf; live, round by round.",
    when_to_use="Tables with gaps and categories, when accuracy matters most.",
    complexity="medium",
    training_time="fast",
    documentation_url="https://xgboost.readthedocs.io/en/stable/parameter.html",
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
        replace(
            MAX_DEPTH,
            effect="Lower makes simpler trees; empty sets no limit.",
            default=6,
            maximum=30,
        ),
        FloatParam(
            name="min_child_weight",
            title="Least weight of a leaf",
            effect="Higher keeps leaves from following few rows.",
            default=1.0,
            minimum=0.0,
            maximum=1000.0,
        ),
        CLASS_WEIGHT,
        replace(PATIENCE, default=50),
        LEAST_IMPROVEMENT,
        replace(SHARE_OF_ROWS, effect="Lower lets each tree see fewer rows: steadier in sum."),
        SHARE_OF_COLUMNS,
        SHRINKING_TO_ZERO,
        replace(SHRINKING, default=1.0),
        LEAST_GAIN,
        replace(BINS, maximum=MOST_BINS),
        LOSS,
        *SCHEDULED,
    ]
)
