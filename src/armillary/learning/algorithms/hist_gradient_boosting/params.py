"""What people read and set of histogram gradient boosting."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import FloatParam, IntParam, Params
from armillary.learning.shared_parameters import (
    BINS,
    CLASS_WEIGHT,
    LEARNING_RATE,
    LEAST_IMPROVEMENT,
    LOSS,
    MAX_DEPTH,
    MIN_SAMPLES_LEAF,
    MOST_LEAVES,
    PATIENCE,
    SHRINKING,
)

ABOUT = About(
    name="Histogram Gradient Boosting",
    aliases=("gradient_boosting",),
    category="Ensemble Methods",
    description="Adds tree after tree, each correcting what the sum so far gets wrong.",
    when_to_use="Tables with many rows, gaps and categories; often the most accurate choice.",
    complexity="medium",
    training_time="fast",
    documentation_url=(
        "https://scikit-learn.org/stable/modules/ensemble.html#histogram-based-gradient-boosting"
    ),
    presets=(
        Preset("fast", "Fast", "Few rounds of large steps.", {"max_iter": 50}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "Many small steps, stopped when they no longer help.",
            {"max_iter": 1000, "learning_rate": 0.03, "early_stopping_rounds": 50},
        ),
    ),
)

PARAMS = Params(
    [
        IntParam(
            name="max_iter",
            title="Rounds",
            effect="More rounds fit more closely; too many overfit.",
            default=100,
            minimum=1,
            maximum=5000,
            unit="rounds",
            log=True,
        ),
        LEARNING_RATE,
        replace(
            MOST_LEAVES,
            name="max_leaf_nodes",
            effect="More leaves catch finer detail and overfit sooner; empty means no limit.",
            nullable=True,
            null_means="no limit",
        ),
        replace(MAX_DEPTH, minimum=2),
        MIN_SAMPLES_LEAF,
        CLASS_WEIGHT,
        replace(PATIENCE, maximum=1000, log=False),
        replace(LEAST_IMPROVEMENT, default=1e-7),
        replace(SHRINKING, name="l2_regularization"),
        FloatParam(
            name="max_features",
            title="Share of columns tried",
            effect="Lower lets each split choose from fewer columns.",
            default=1.0,
            minimum=0.0,
            maximum=1.0,
            above_minimum=True,
            advanced=True,
        ),
        replace(BINS, name="max_bins"),
        LOSS,
    ]
)
