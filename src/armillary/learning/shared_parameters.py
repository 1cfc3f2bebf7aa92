"""Parameters that mean the same in several algorithms, each declared once.

An algorithm takes them as they are, or with `dataclasses.replace` where it differs in a detail.
"""

from armillary.learning.parameters import ChoiceParam, FloatParam, IntParam

CLASS_WEIGHT = ChoiceParam(
    name="class_weight",
    title="Class weight",
    effect="Balanced makes rare classes count as much as frequent ones.",
    default="none",
    options=("none", "balanced"),
    tasks=("classification",),
)

MAX_DEPTH = IntParam(
    name="max_depth",
    title="Greatest depth",
    effect="Lower makes simpler trees; empty lets the leaves decide.",
    default=None,
    minimum=1,
    maximum=100,
    unit="levels",
    nullable=True,
    null_means="no limit",
)

MIN_SAMPLES_LEAF = IntParam(
    name="min_samples_leaf",
    title="Rows in a leaf",
    effect="Higher gives smoother answers; lower it for small tables.",
    default=20,
    minimum=1,
    maximum=1000,
    unit="rows",
    log=True,
)

# What boosting shares: trees whose values add up, round after round.

LEARNING_RATE = FloatParam(
    name="learning_rate",
    title="Learning rate",
    effect="Lower takes smaller, safer steps and needs more rounds.",
    default=0.1,
    minimum=0.0,
    maximum=1.0,
    above_minimum=True,
    log=True,
)

MOST_LEAVES = IntParam(
    name="num_leaves",
    title="Most leaves",
    effect="More leaves catch finer detail and overfit sooner.",
    default=31,
    minimum=2,
    maximum=1024,
    unit="leaves",
    log=True,
)

PATIENCE = IntParam(
    name="early_stopping_rounds",
    title="Patience",
    effect="Stops when this many rounds brought no improvement; empty runs all rounds.",
    default=None,
    minimum=1,
    maximum=10_000,
    unit="rounds",
    nullable=True,
    null_means="never stop early",
    log=True,
)

SHRINKING = FloatParam(
    name="reg_lambda",
    title="Shrinking (l2)",
    effect="Higher keeps the trees' answers small and calm.",
    default=0.0,
    minimum=0.0,
    maximum=1000.0,
    advanced=True,
)

BINS = IntParam(
    name="max_bin",
    title="Bins",
    effect="Fewer bins are faster and coarser.",
    default=255,
    minimum=2,
    maximum=255,
    unit="bins",
    advanced=True,
)

LOSS = ChoiceParam(
    name="loss",
    title="Loss",
    effect="Squared error predicts the mean; absolute error the median, heeding outliers less.",
    default="squared_error",
    options=("squared_error", "absolute_error"),
    advanced=True,
    tasks=("regression",),
)
