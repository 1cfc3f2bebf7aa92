"""What people read and set of the random forest."""

from dataclasses import replace

from armillary.learning.contract import About, Preset
from armillary.learning.parameters import BoolParam, ChoiceParam, FloatParam, IntParam, Params
from armillary.learning.shared_parameters import CLASS_WEIGHT, MAX_DEPTH, MIN_SAMPLES_LEAF

ABOUT = About(
    name="Random Forest",
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
        IntParam(
            name="n_estimators",
            title="Trees",
            effect="More trees give steadier answers and take longer; they never overfit more.",
            default=100,
            minimum=1,
            maximum=1000,
            unit="trees",
            log=True,
        ),
        replace(
            MAX_DEPTH,
            effect="Lower makes simpler trees that overfit less; empty lets them grow out.",
        ),
        IntParam(
            name="min_samples_split",
            title="Rows to split",
            effect="Higher stops trees from splitting small groups.",
            default=2,
            minimum=2,
            maximum=100,
            unit="rows",
        ),
        ChoiceParam(
            name="criterion",
            title="Split measure",
            effect="What a good split of classes is; the three seldom differ much.",
            default="gini",
            options=("gini", "entropy", "log_loss"),
            tasks=("classification",),
        ),
        replace(
            MIN_SAMPLES_LEAF,
            effect="Higher gives smoother answers that follow single rows less.",
            default=1,
        ),
        ChoiceParam(
            name="max_features",
            title="Columns tried",
            effect=(
                "How many columns each split may choose from; fewer make trees more different. "
                "Auto takes the square root for classes and a third for numbers."
            ),
            default="auto",
            options=("auto", "sqrt", "log2", "third", "all"),
        ),
        CLASS_WEIGHT,
        ChoiceParam(
            name="regression_criterion",
            title="Split measure for numbers",
            effect=(
                "Squared error suits most; absolute error heeds outliers less and is much slower."
            ),
            default="squared_error",
            options=("squared_error", "absolute_error"),
            advanced=True,
            tasks=("regression",),
        ),
        IntParam(
            name="max_leaf_nodes",
            title="Most leaves",
            effect="Lower keeps trees small by growing the best branches only.",
            default=None,
            minimum=2,
            maximum=100_000,
            unit="leaves",
            nullable=True,
            null_means="no limit",
            advanced=True,
            log=True,
        ),
        BoolParam(
            name="bootstrap",
            title="Draw rows",
            effect="Each tree sees its own draw of rows; off, all see every row.",
            default=True,
            advanced=True,
        ),
        FloatParam(
            name="max_samples",
            title="Share of rows drawn",
            effect="Lower makes trees faster and more different; empty draws as many as there are.",
            default=None,
            minimum=0.0,
            maximum=1.0,
            above_minimum=True,
            nullable=True,
            null_means="all",
            advanced=True,
        ),
        FloatParam(
            name="ccp_alpha",
            title="Pruning",
            effect="Higher cuts back branches that gain little.",
            default=0.0,
            minimum=0.0,
            maximum=1.0,
            advanced=True,
        ),
    ]
)
