"""What people read and set of CatBoost."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import FloatParam, IntParam, Params
from armillary.learning.schedules import SCHEDULED
from armillary.learning.shared_parameters import (
    BINS,
    CLASS_WEIGHT,
    LEARNING_RATE,
    LOSS,
    PATIENCE,
    ROUNDS,
    SHARE_OF_COLUMNS,
    SHRINKING,
)

ABOUT = About(
    name="CatBoost",
    aliases=("cat_boost",),
    category="Ensemble Methods",
    description="Boosted trees of one question a level; calm on small tables, hard to overfit.",
    when_to_use="Tables of some thousand rows, when there is no time to tune.",
    complexity="medium",
    training_time="medium",
    documentation_url="https://catboost.ai/docs/en/references/training-parameters/",
    needs_extra="catboost",
    presets=(
        Preset("fast", "Fast", "Few rounds of large steps.", {"n_estimators": 50}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "Many small steps.",
            {"n_estimators": 2000, "learning_rate": 0.03, "early_stopping_rounds": 100},
        ),
    ),
)

PARAMS = Params(
    [
        ROUNDS,
        replace(LEARNING_RATE, live=True),
        IntParam(
            name="max_depth",
            title="Depth",
            effect="How many questions a tree asks; lower makes simpler trees.",
            default=6,
            minimum=1,
            maximum=12,
            unit="levels",
            changeable=True,
        ),
        CLASS_WEIGHT,
        replace(PATIENCE, default=50),
        replace(SHRINKING, default=3.0),
        FloatParam(
            name="bagging_temperature",
            title="Unevenness of rows",
            effect="Higher lets chance weigh the rows of each tree; 0 weighs all alike.",
            default=1.0,
            minimum=0.0,
            maximum=10.0,
            advanced=True,
            changeable=True,
        ),
        FloatParam(
            name="random_strength",
            title="Chance in splits",
            effect="Higher lets chance choose among splits of like worth, which overfits less.",
            default=1.0,
            minimum=0.0,
            maximum=100.0,
            advanced=True,
            changeable=True,
        ),
        SHARE_OF_COLUMNS,
        replace(BINS, default=254, maximum=254),
        LOSS,
        *SCHEDULED,
    ]
)
