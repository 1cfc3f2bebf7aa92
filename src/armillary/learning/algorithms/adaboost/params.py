"""What people read and set of AdaBoost."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import ChoiceParam, Params
from armillary.learning.shared_parameters import (
    CLASS_WEIGHT,
    LEARNING_RATE,
    MAX_DEPTH,
    MIN_SAMPLES_LEAF,
    TREES,
)

ABOUT = About(
    name="AdaBoost",
    category="Ensemble Methods",
    description="Grows small trees one after another, each heeding the rows that were missed.",
    when_to_use="Clean tables; it shows plainly how boosting works, and chases mislabelled rows.",
    complexity="medium",
    training_time="medium",
    documentation_url="https://scikit-learn.org/stable/modules/ensemble.html#adaboost",
    presets=(
        Preset("fast", "Fast", "Few stumps of one question.", {"n_estimators": 25, "max_depth": 1}),
        Preset("balanced", "Balanced", "The usual choice."),
        Preset(
            "thorough",
            "Thorough",
            "Many deeper trees in small steps.",
            {"n_estimators": 400, "max_depth": 4, "learning_rate": 0.3},
        ),
    ),
)

PARAMS = Params(
    [
        replace(
            TREES,
            effect="More trees fit more closely; too many chase single rows.",
            default=100,
        ),
        replace(
            LEARNING_RATE,
            effect="Lower lets each tree count less and needs more trees.",
            default=1.0,
            maximum=10.0,
            live=True,
        ),
        replace(
            MAX_DEPTH,
            effect="1 asks one question a tree; deeper trees see how columns act together.",
            default=3,
            maximum=20,
            nullable=False,
            null_means=None,
        ),
        replace(MIN_SAMPLES_LEAF, default=1),
        CLASS_WEIGHT,
        ChoiceParam(
            name="loss",
            title="Loss",
            effect="How much a row's error counts beside the largest: squares heed outliers most.",
            default="linear",
            options=("linear", "square", "exponential"),
            tasks=("regression",),
        ),
    ]
)
