"""What networks have in common for people to set."""

from armillary.learning.parameters import (
    BoolParam,
    ChoiceParam,
    FloatParam,
    IntParam,
    Param,
)
from armillary.learning.schedules import SCHEDULED
from armillary.learning.shared_parameters import LEAST_IMPROVEMENT

LEARNING_RATE = FloatParam(
    name="learning_rate",
    title="Learning rate",
    effect="Larger learns faster and may overshoot; smaller is slow and safe.",
    default=0.001,
    minimum=1e-6,
    maximum=1.0,
    log=True,
    live=True,
)

ACTIVATION = ChoiceParam(
    name="activation",
    title="Activation",
    effect="How each neuron bends its sum.",
    default="relu",
    options=("relu", "tanh", "sigmoid", "leaky_relu", "elu"),
)

OPTIMIZER = ChoiceParam(
    name="optimizer",
    title="Optimizer",
    effect="How steps follow the slope; adam needs the least tuning.",
    default="adam",
    options=("adam", "sgd", "rmsprop", "adagrad"),
)

BATCH_SIZE = IntParam(
    name="batch_size",
    title="Batch size",
    effect="Rows seen before each step; larger is faster an epoch, smaller learns more.",
    default=32,
    minimum=1,
    maximum=512,
    unit="rows",
    log=True,
)

EPOCHS = IntParam(
    name="epochs",
    title="Epochs",
    effect="How often all rows are seen; the best epoch on the validation part is kept.",
    default=100,
    minimum=1,
    maximum=10_000,
    unit="epochs",
    log=True,
    rounds=True,
)

REGULARIZATION = ChoiceParam(
    name="regularization",
    title="Regularization",
    effect="How weights are kept small: l2 shrinks all, l1 pulls many to zero.",
    default="l2",
    options=("none", "l1", "l2"),
    changeable=True,
)

REGULARIZATION_RATE = FloatParam(
    name="regularization_rate",
    title="Regularization rate",
    effect="Higher keeps weights smaller.",
    default=0.001,
    minimum=0.0,
    maximum=1.0,
    live=True,
)

DROPOUT_RATE = FloatParam(
    name="dropout_rate",
    title="Dropout",
    effect="Share of neurons silenced at each step; higher overfits less.",
    default=0.0,
    minimum=0.0,
    maximum=0.9,
    advanced=True,
    changeable=True,
)

MOMENTUM = FloatParam(
    name="momentum",
    title="Momentum",
    effect="How much of the last step is kept, for sgd and rmsprop.",
    default=0.9,
    minimum=0.0,
    maximum=1.0,
    below_maximum=True,
    advanced=True,
    changeable=True,
)

WEIGHT_DECAY = FloatParam(
    name="weight_decay",
    title="Weight decay",
    effect="Shrinks weights a little at each step, whatever the slope.",
    default=0.0,
    minimum=0.0,
    maximum=0.1,
    advanced=True,
    changeable=True,
)

GRADIENT_CLIP = FloatParam(
    name="gradient_clip",
    title="Longest step slope",
    effect="Shortens longer gradients, which calms wild training; empty never does.",
    default=None,
    minimum=0.0,
    maximum=1000.0,
    above_minimum=True,
    nullable=True,
    null_means="never",
    advanced=True,
    changeable=True,
)

PATIENCE = IntParam(
    name="early_stopping_epochs",
    title="Patience",
    effect="Stops when this many epochs brought no improvement; empty runs all epochs.",
    default=None,
    minimum=1,
    maximum=10_000,
    unit="epochs",
    nullable=True,
    null_means="never stop early",
    advanced=True,
    log=True,
    changeable=True,
)

BALANCE_CLASSES = BoolParam(
    name="balance_classes",
    title="Balance classes",
    effect="Makes rare classes count as much as frequent ones.",
    default=False,
    advanced=True,
    tasks=("classification",),
)

TRAINING: tuple[Param, ...] = (
    OPTIMIZER,
    BATCH_SIZE,
    EPOCHS,
    REGULARIZATION,
    REGULARIZATION_RATE,
    DROPOUT_RATE,
    *SCHEDULED,
    MOMENTUM,
    WEIGHT_DECAY,
    GRADIENT_CLIP,
    PATIENCE,
    LEAST_IMPROVEMENT,
    BALANCE_CLASSES,
)
"""How a network learns, whatever its layers are."""
