"""What people read and set of LightGBM."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import FloatParam, IntParam, Params
from armillary.learning.shared_parameters import (
    BINS,
    CLASS_WEIGHT,
    LEARNING_RATE,
    LOSS,
    MAX_DEPTH,
    MIN_SAMPLES_LEAF,
    MOST_LEAVES,
    PATIENCE,
    SHRINKING,
)

ABOUT = About(
    name="LightGBM",
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
        IntParam(
            name="n_estimators",
            title="Rounds",
            effect="More rounds fit more closely; the best round on the validation part is kept.",
            default=200,
            minimum=1,
            maximum=10_000,
            unit="rounds",
            log=True,
        ),
        replace(LEARNING_RATE, live=True),
        MOST_LEAVES,
        MAX_DEPTH,
        MIN_SAMPLES_LEAF,
        CLASS_WEIGHT,
        replace(PATIENCE, default=50),
        FloatParam(
            name="subsample",
            title="Share of rows drawn",
            effect="Lower lets each tree see fewer rows: faster, and steadier in sum.",
            default=1.0,
            minimum=0.0,
            maximum=1.0,
            above_minimum=True,
            advanced=True,
        ),
        FloatParam(
            name="colsample",
            title="Share of columns drawn",
            effect="Lower lets each tree see fewer columns.",
            default=1.0,
            minimum=0.0,
            maximum=1.0,
            above_minimum=True,
            advanced=True,
        ),
        FloatParam(
            name="reg_alpha",
            title="Shrinking (l1)",
            effect="Higher makes trees that say little say nothing.",
            default=0.0,
            minimum=0.0,
            maximum=1000.0,
            advanced=True,
        ),
        SHRINKING,
        FloatParam(
            name="min_split_gain",
            title="Least gain",
            effect="Higher leaves out splits that gain little.",
            default=0.0,
            minimum=0.0,
            maximum=1000.0,
            advanced=True,
        ),
        BINS,
        LOSS,
    ]
)
