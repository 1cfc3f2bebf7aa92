"""What people read and set of histogram gradient boosting."""

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam, Params

ABOUT = About(
    name="Histogram Gradient Boosting",
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
        FloatParam(
            name="learning_rate",
            title="Learning rate",
            effect="Lower takes smaller, safer steps and needs more rounds.",
            default=0.1,
            minimum=0.0,
            maximum=1.0,
            above_minimum=True,
            log=True,
        ),
        IntParam(
            name="max_leaf_nodes",
            title="Most leaves",
            effect="More leaves catch finer detail and overfit sooner; empty means no limit.",
            default=31,
            minimum=2,
            maximum=1024,
            unit="leaves",
            nullable=True,
            null_means="no limit",
            log=True,
        ),
        IntParam(
            name="max_depth",
            title="Greatest depth",
            effect="Lower makes simpler trees; empty lets the leaves decide.",
            default=None,
            minimum=2,
            maximum=100,
            unit="levels",
            nullable=True,
            null_means="no limit",
        ),
        IntParam(
            name="min_samples_leaf",
            title="Rows in a leaf",
            effect="Higher gives smoother answers; lower it for small tables.",
            default=20,
            minimum=1,
            maximum=1000,
            unit="rows",
            log=True,
        ),
        ChoiceParam(
            name="class_weight",
            title="Class weight",
            effect="Balanced makes rare classes count as much as frequent ones.",
            default="none",
            options=("none", "balanced"),
            tasks=("classification",),
        ),
        IntParam(
            name="early_stopping_rounds",
            title="Patience",
            effect="Stops when this many rounds brought no improvement; empty runs all rounds.",
            default=None,
            minimum=1,
            maximum=1000,
            unit="rounds",
            nullable=True,
            null_means="never stop early",
        ),
        FloatParam(
            name="l2_regularization",
            title="Shrinking (l2)",
            effect="Higher keeps the trees' answers small and calm.",
            default=0.0,
            minimum=0.0,
            maximum=1000.0,
            advanced=True,
        ),
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
        IntParam(
            name="max_bins",
            title="Bins",
            effect="Fewer bins are faster and coarser.",
            default=255,
            minimum=2,
            maximum=255,
            unit="bins",
            advanced=True,
        ),
        ChoiceParam(
            name="loss",
            title="Loss",
            effect=(
                "Squared error predicts the mean; absolute error the median, heeding outliers less."
            ),
            default="squared_error",
            options=("squared_error", "absolute_error"),
            advanced=True,
            tasks=("regression",),
        ),
    ]
)
