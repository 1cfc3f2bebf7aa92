"""Parameters that mean the same in several algorithms, each declared once.

An algorithm takes them as they are, or with `dataclasses.replace` where it differs in a detail.
"""

from dataclasses import replace

from armillary.learning.parameters import BoolParam, ChoiceParam, FloatParam, IntParam

CLASS_WEIGHT = ChoiceParam(
    name="class_weight",
    title="Class weight",
    effect="Balanced makes rare classes count as much as frequent ones.",
    default="none",
    options=("none", "balanced"),
    tasks=("classification",),
)

PRIOR = ChoiceParam(
    name="prior",
    title="Classes beforehand",
    effect="Observed expects classes as often as in the table, equal all alike.",
    default="observed",
    options=("observed", "equal"),
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

# What trees share, alone or in a forest.

DEPTH_OF_A_TREE = replace(
    MAX_DEPTH, effect="Lower makes simpler trees that overfit less; empty lets them grow out."
)

ROWS_IN_A_LEAF = replace(
    MIN_SAMPLES_LEAF,
    effect="Higher gives smoother answers that follow single rows less.",
    default=1,
)

MIN_SAMPLES_SPLIT = IntParam(
    name="min_samples_split",
    title="Rows to split",
    effect="Higher stops trees from splitting small groups.",
    default=2,
    minimum=2,
    maximum=100,
    unit="rows",
)

SPLIT_MEASURE = ChoiceParam(
    name="criterion",
    title="Split measure",
    effect="What a good split of classes is; the three seldom differ much.",
    default="gini",
    options=("gini", "entropy", "log_loss"),
    tasks=("classification",),
)

SPLIT_MEASURE_FOR_NUMBERS = ChoiceParam(
    name="regression_criterion",
    title="Split measure for numbers",
    effect="Squared error suits most; absolute error heeds outliers less and is much slower.",
    default="squared_error",
    options=("squared_error", "absolute_error"),
    advanced=True,
    tasks=("regression",),
)

COLUMNS_TRIED = ChoiceParam(
    name="max_features",
    title="Columns tried",
    effect=(
        "How many columns each split may choose from; fewer make trees more different. "
        "Auto takes the square root for classes and a third for numbers."
    ),
    default="auto",
    options=("auto", "sqrt", "log2", "third", "all"),
)

MAX_LEAF_NODES = IntParam(
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
)

PRUNING = FloatParam(
    name="ccp_alpha",
    title="Pruning",
    effect="Higher cuts back branches that gain little.",
    default=0.0,
    minimum=0.0,
    maximum=1.0,
    advanced=True,
)

# What forests share.

TREES = IntParam(
    name="n_estimators",
    title="Trees",
    effect="More trees give steadier answers and take longer; they never overfit more.",
    default=100,
    minimum=1,
    maximum=1000,
    unit="trees",
    log=True,
    rounds=True,
)

DRAW_ROWS = BoolParam(
    name="bootstrap",
    title="Draw rows",
    effect="Each tree sees its own draw of rows; off, all see every row.",
    default=True,
    advanced=True,
)

ROWS_DRAWN = FloatParam(
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
)

# What all share that take categories as columns of numbers.

MANY_CATEGORIES = ChoiceParam(
    name="many_categories",
    title="Categories with many values",
    effect=(
        "How categories with more than 20 values are told apart: flags gives each frequent value "
        "a column, means writes what the target is like among the other rows with that value."
    ),
    default="flags",
    options=("flags", "means"),
    advanced=True,
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
    changeable=True,
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
    changeable=True,
)

LEAST_IMPROVEMENT = FloatParam(
    name="min_delta",
    title="Least improvement",
    effect="For patience, a validation loss counts as better only by more than this.",
    default=0.0,
    minimum=0.0,
    maximum=1000.0,
    advanced=True,
    changeable=True,
)

SHRINKING = FloatParam(
    name="reg_lambda",
    title="Shrinking (l2)",
    effect="Higher keeps the trees' answers small and calm.",
    default=0.0,
    minimum=0.0,
    maximum=1000.0,
    advanced=True,
    changeable=True,
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

MOST_BINS = 32_767
"""As many as boosters take that are not bound to one byte a value; times need thousands."""

LOSS = ChoiceParam(
    name="loss",
    title="Loss",
    effect="Squared error predicts the mean; absolute error the median, heeding outliers less.",
    default="squared_error",
    options=("squared_error", "absolute_error"),
    advanced=True,
    tasks=("regression",),
)

ROUNDS = IntParam(
    name="n_estimators",
    title="Rounds",
    effect="More rounds fit more closely; the best round on the validation part is kept.",
    default=200,
    minimum=1,
    maximum=10_000,
    unit="rounds",
    log=True,
    rounds=True,
)

SHARE_OF_ROWS = FloatParam(
    name="subsample",
    title="Share of rows drawn",
    effect="Lower lets each tree see fewer rows: faster, and steadier in sum.",
    default=1.0,
    minimum=0.0,
    maximum=1.0,
    above_minimum=True,
    advanced=True,
    changeable=True,
)

SHARE_OF_COLUMNS = FloatParam(
    name="colsample",
    title="Share of columns drawn",
    effect="Lower lets each tree see fewer columns.",
    default=1.0,
    minimum=0.0,
    maximum=1.0,
    above_minimum=True,
    advanced=True,
    changeable=True,
)

SHRINKING_TO_ZERO = FloatParam(
    name="reg_alpha",
    title="Shrinking (l1)",
    effect="Higher makes trees that say little say nothing.",
    default=0.0,
    minimum=0.0,
    maximum=1000.0,
    advanced=True,
    changeable=True,
)

LEAST_GAIN = FloatParam(
    name="min_split_gain",
    title="Least gain",
    effect="Higher leaves out splits that gain little.",
    default=0.0,
    minimum=0.0,
    maximum=1000.0,
    advanced=True,
    changeable=True,
)
